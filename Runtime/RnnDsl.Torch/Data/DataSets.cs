namespace RnnDsl.Torch;

/// <summary>The data sets the examples know.</summary>
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
}
