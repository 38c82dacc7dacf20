namespace RnnDsl.Data;

/// <summary>The data sets of the examples.</summary>
public static class DataSets
{
    /// <summary>
    /// Tiny Shakespeare: 1,115,394 ASCII characters of the plays, 65 of them distinct. Made by Andrej Karpathy for
    /// "The Unreasonable Effectiveness of Recurrent Neural Networks", 2015; MIT, and the plays are in the public domain.
    /// </summary>
    public static DataSet TinyShakespeare { get; } = new(
        "tinyshakespeare",
        "shakespeare",
        new DataFile(
            "input.txt",
            1_115_394,
            "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
            new Uri("https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt")));

    /// <summary>
    /// MNIST: handwritten digits of 28 × 28 grey pixels, 60,000 for training and 10,000 for testing. Made by Yann LeCun, Corinna Cortes and
    /// Christopher Burges for "Gradient-Based Learning Applied to Document Recognition", 1998; CC BY-SA 3.0. Unpacked files are accepted too.
    /// </summary>
    public static DataSet Mnist { get; } = new(
        "MNIST",
        "mnist",
        MnistFile("train-images", "idx3", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        MnistFile("train-labels", "idx1", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        MnistFile("t10k-images", "idx3", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        MnistFile("t10k-labels", "idx1", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

    /// <summary>
    /// English-French pairs of the Tatoeba project in the selection of ManyThings.org, edition of 2017-09-29: 142,787 pairs of 98,659 English
    /// sentences, most of them short; the archive contains <c>fra.txt</c> with one pair per line, English first, separated by a tab. CC BY 2.0, attribution:
    /// www.manythings.org/anki and tatoeba.org. The unpacked text is accepted too. ManyThings.org now serves a newer and larger edition,
    /// which is another file: pass it as your own data.
    /// </summary>
    public static DataSet EnglishFrench { get; } = new(
        "English-French",
        "fra-eng",
        new DataFile(
            "fra-eng.zip",
            2_951_390,
            "16c4f7d0df9e7c5e6c54cdb0447f3f4a18a55052ff5e2e0b27dd4a06c0e49d04",
            new Uri("https://raw.githubusercontent.com/genimind/seq2seq/master/fra-eng.zip"))
        {
            Alternatives = [new("fra.txt", 10_009_515, "2546838ae46e0eac4c02ab7032ea0a02a006074a5340077a36a9444f41e02888")],
        });

    /// <summary>
    /// MR, the sentence polarity data set v1.0: 5,331 positive and 5,331 negative snippets of film reviews, lower-cased and tokenized; the
    /// archive contains <c>rt-polarity.pos</c> and <c>rt-polarity.neg</c> with one snippet per line. Made by Bo Pang and Lillian Lee for "Seeing Stars",
    /// ACL 2005; CC BY 4.0. In the conversion to UTF-8 of the NLTK project.
    /// </summary>
    public static DataSet MovieReviews { get; } = new(
        "MR",
        "mr",
        new DataFile(
            "sentence_polarity.zip",
            490_256,
            "6e1ed4405b65c7eabf1d199a7f7c437091ac21da0ea7467b410a74062574566b",
            new Uri("https://raw.githubusercontent.com/nltk/nltk_data/gh-pages/packages/corpora/sentence_polarity.zip")));

    /// <summary>
    /// ETTh1: hourly load and oil temperature of an electricity transformer in China over two years: 17,420 rows of six loads and the
    /// temperature <c>OT</c>. Made by Haoyi Zhou and others for "Informer: Beyond Efficient Transformer for Long Sequence Time-Series Forecasting",
    /// 2021; CC BY-ND 4.0. A compressed file is accepted too.
    /// </summary>
    public static DataSet Etth1 { get; } = new(
        "ETTh1",
        "ett",
        new DataFile(
            "ETTh1.csv",
            2_589_657,
            "f18de3ad269cef59bb07b5438d79bb3042d3be49bdeecf01c1cd6d29695ee066",
            new Uri("https://raw.githubusercontent.com/zhouhaoyi/ETDataset/main/ETT-small/ETTh1.csv"))
        {
            Alternatives = [new("ETTh1.csv.gz", 405_540, "3c56c865b8f6fc9b760a07f055ff8a993d3cf2a747235dc382b98821ed35f029")],
        });

    /// <summary>
    /// Free Spoken Digit Dataset 1.0.10: 3,000 recordings of 0 to 9 in English at 8,000 samples per second, 50 of each digit by each of six speakers; those
    /// numbered 0 to 4 are the test split. Collected by Z. Jackson and others; CC BY-SA 4.0. The address packs its archive anew, so the checksum
    /// covers the recordings.
    /// </summary>
    public static DataSet FreeSpokenDigits { get; } = new(
        "Free Spoken Digits",
        "fsdd",
        new DataFile(
            "recordings.zip",
            32_000_000,
            "1801eae019c063377d98f831d3f93574f259475df7332bb0e3d1b080fb5e6959",
            new Uri("https://github.com/Jakobovski/free-spoken-digit-dataset/archive/refs/tags/v1.0.10.zip"))
        {
            Entries = "*recordings/*.wav",
        });

    private static DataFile MnistFile(string name, string kind, long packed, string packedSha256, long plain, string plainSha256) => new(
        $"{name}-{kind}-ubyte.gz",
        packed,
        packedSha256,
        new Uri($"https://ossci-datasets.s3.amazonaws.com/mnist/{name}-{kind}-ubyte.gz"),
        new Uri($"https://storage.googleapis.com/cvdf-datasets/mnist/{name}-{kind}-ubyte.gz"),
        new Uri($"https://raw.githubusercontent.com/fgnt/mnist/master/{name}-{kind}-ubyte.gz"))
    {
        // Some programs unpack to the second name.
        Alternatives = [new($"{name}-{kind}-ubyte", plain, plainSha256), new($"{name}.{kind}-ubyte", plain, plainSha256)],
    };
}
