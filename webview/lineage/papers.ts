/** What is cited. Names, titles and venues stay as printed, in every language. */
export interface Paper {
  authors: string;
  year: number;
  title: string;
  venue: string;
  url: string;
}

export const PAPERS = {
  elman: {
    authors: 'Jeffrey L. Elman',
    year: 1990,
    title: 'Finding Structure in Time',
    venue: 'Cognitive Science 14 (2)',
    url: 'https://doi.org/10.1207/s15516709cog1402_1',
  },
  hochreiter: {
    authors: 'Sepp Hochreiter, Jürgen Schmidhuber',
    year: 1997,
    title: 'Long Short-Term Memory',
    venue: 'Neural Computation 9 (8)',
    url: 'https://doi.org/10.1162/neco.1997.9.8.1735',
  },
  kalchbrenner: {
    authors: 'Nal Kalchbrenner, Phil Blunsom',
    year: 2013,
    title: 'Recurrent Continuous Translation Models',
    venue: 'EMNLP 2013',
    url: 'https://aclanthology.org/D13-1176/',
  },
  cho: {
    authors:
      'Kyunghyun Cho, Bart van Merriënboer, Çağlar Gülçehre, Dzmitry Bahdanau, Fethi Bougares, Holger Schwenk, Yoshua Bengio',
    year: 2014,
    title: 'Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation',
    venue: 'EMNLP 2014',
    url: 'https://arxiv.org/abs/1406.1078',
  },
  choProperties: {
    authors: 'Kyunghyun Cho, Bart van Merriënboer, Dzmitry Bahdanau, Yoshua Bengio',
    year: 2014,
    title: 'On the Properties of Neural Machine Translation: Encoder–Decoder Approaches',
    venue: 'SSST-8, 2014',
    url: 'https://arxiv.org/abs/1409.1259',
  },
  sutskever: {
    authors: 'Ilya Sutskever, Oriol Vinyals, Quoc V. Le',
    year: 2014,
    title: 'Sequence to Sequence Learning with Neural Networks',
    venue: 'NIPS 2014',
    url: 'https://arxiv.org/abs/1409.3215',
  },
  bahdanau: {
    authors: 'Dzmitry Bahdanau, Kyunghyun Cho, Yoshua Bengio',
    year: 2015,
    title: 'Neural Machine Translation by Jointly Learning to Align and Translate',
    venue: 'ICLR 2015',
    url: 'https://arxiv.org/abs/1409.0473',
  },
  graves: {
    authors: 'Alex Graves, Greg Wayne, Ivo Danihelka',
    year: 2014,
    title: 'Neural Turing Machines',
    venue: 'arXiv:1410.5401',
    url: 'https://arxiv.org/abs/1410.5401',
  },
  luong: {
    authors: 'Minh-Thang Luong, Hieu Pham, Christopher D. Manning',
    year: 2015,
    title: 'Effective Approaches to Attention-based Neural Machine Translation',
    venue: 'EMNLP 2015',
    url: 'https://arxiv.org/abs/1508.04025',
  },
  xu: {
    authors:
      'Kelvin Xu, Jimmy Lei Ba, Ryan Kiros, Kyunghyun Cho, Aaron Courville, Ruslan Salakhutdinov, Richard S. Zemel, Yoshua Bengio',
    year: 2015,
    title: 'Show, Attend and Tell: Neural Image Caption Generation with Visual Attention',
    venue: 'ICML 2015',
    url: 'https://arxiv.org/abs/1502.03044',
  },
  chorowski: {
    authors: 'Jan Chorowski, Dzmitry Bahdanau, Dmitriy Serdyuk, Kyunghyun Cho, Yoshua Bengio',
    year: 2015,
    title: 'Attention-Based Models for Speech Recognition',
    venue: 'NIPS 2015',
    url: 'https://arxiv.org/abs/1506.07503',
  },
  tu: {
    authors: 'Zhaopeng Tu, Zhengdong Lu, Yang Liu, Xiaohua Liu, Hang Li',
    year: 2016,
    title: 'Modeling Coverage for Neural Machine Translation',
    venue: 'ACL 2016',
    url: 'https://arxiv.org/abs/1601.04811',
  },
  jang: {
    authors: 'Eric Jang, Shixiang Gu, Ben Poole',
    year: 2017,
    title: 'Categorical Reparameterization with Gumbel-Softmax',
    venue: 'ICLR 2017',
    url: 'https://arxiv.org/abs/1611.01144',
  },
  vaswani: {
    authors:
      'Ashish Vaswani, Noam Shazeer, Niki Parmar, Jakob Uszkoreit, Llion Jones, Aidan N. Gomez, Łukasz Kaiser, Illia Polosukhin',
    year: 2017,
    title: 'Attention Is All You Need',
    venue: 'NIPS 2017',
    url: 'https://arxiv.org/abs/1706.03762',
  },
} as const satisfies Record<string, Paper>;

export type PaperId = keyof typeof PAPERS;
