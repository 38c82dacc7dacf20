namespace RnnDsl.Playground.Server;

/// <summary>The options of the server, with their defaults.</summary>
internal sealed record PlaygroundOptions
{
    /// <summary>The addresses it listens on, separated by semicolons.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>The folder with the runs of the examples.</summary>
    public string Models { get; init; } = "runs";

    /// <summary>Streams at once.</summary>
    public int Streams { get; init; } = 64;

    /// <summary>Streams at once of one client, by its address.</summary>
    public int StreamsPerClient { get; init; } = 4;

    /// <summary>Requests per second of one client, after as many at once.</summary>
    public int RequestsPerSecond { get; init; } = 10;

    /// <summary>Generated characters per second of one stream; 0: as many as possible.</summary>
    public int CharactersPerSecond { get; init; } = 40;

    /// <summary>Characters of a typed text.</summary>
    public int LongestPrompt { get; init; } = 2_000;

    /// <summary>Characters of a continuation.</summary>
    public int LongestText { get; init; } = 1_000;

    /// <summary>Words of a sentence to translate.</summary>
    public int LongestSentence { get; init; } = 50;

    /// <summary>Side length of a drawing, in pixels.</summary>
    public int LargestDrawing { get; init; } = 512;

    /// <summary>Time-out of a stream, in seconds.</summary>
    public int Seconds { get; init; } = 60;

    /// <summary>Bytes of a request: a drawing in base64, or a text in which each character is an escaped surrogate pair.</summary>
    public long LargestRequest => 1024 + Math.Max(4L * (((long)LargestDrawing * LargestDrawing) + 2) / 3, 12L * Math.Max(LongestPrompt, 40 * LongestSentence));
}
