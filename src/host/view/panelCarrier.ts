import type { BackendChoice, BackendMeasure, CarriedRequest, EngineResponse } from '../../shared/engineProtocol';
import type { HostToPanel } from '../../shared/panelProtocol';
import type { Carrier, CarrierListener } from '../engine/carrier';

/** The translation worker in one document of the panel. A document that is reloaded gets a new carrier. */
export class PanelCarrier implements Carrier {
  readonly name = 'panel';
  private listener: CarrierListener | null = null;

  /**
   * @param post resolves to false where the document did not get the message
   * @param place the webview URI of models/<id>/, and whether the folder has a scores.safetensors
   */
  constructor(
    private readonly post: (message: HostToPanel) => PromiseLike<boolean>,
    private readonly place: (model: string) => { base: string; scores: boolean },
  ) {}

  listen(listener: CarrierListener): void {
    this.listener = listener;
  }

  start(backend: BackendChoice, remembered: BackendMeasure | undefined): void {
    this.tell({ type: 'startEngine', backend, remembered });
  }

  load(id: number, model: string): void {
    this.tell({ type: 'loadModel', id, model, ...this.place(model) });
  }

  send(request: CarriedRequest): void {
    this.tell({ type: 'engine', request });
  }

  /** The worker belongs to the document and ends with it. */
  dispose(): void {
    this.listener = null;
  }

  /** What the document said about its worker. */
  received(response: EngineResponse): void {
    this.listener?.response(response);
  }

  loadProgress(model: string, progress: number): void {
    this.listener?.loadProgress(model, progress);
  }

  private tell(message: HostToPanel): void {
    const undelivered = (): void => this.listener?.gone('the panel cannot be reached');
    this.post(message).then((delivered) => {
      if (!delivered) undelivered();
    }, undelivered);
  }
}
