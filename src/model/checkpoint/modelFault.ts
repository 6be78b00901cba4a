import { EngineError } from '../../shared/faults';

/** The exception for a model file that cannot be used. `problem` is a clause: "it is not valid JSON". */
export function modelFault(model: string, file: string, problem: string): EngineError {
  return new EngineError({ code: 'modelFile', model, file, problem });
}
