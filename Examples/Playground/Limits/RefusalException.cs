namespace RnnDsl.Playground.Limits;

/// <summary>A request is refused.</summary>
/// <param name="Status">The status: 400, 408, 413, 429 or 503.</param>
/// <param name="Message">What was found, what is allowed and what to do.</param>
/// <param name="RetryAfter">Seconds after which the request may be repeated.</param>
internal sealed class RefusalException(int Status, string Message, int? RetryAfter = null) : Exception(Message)
{
    public int Status { get; } = Status;

    public int? RetryAfter { get; } = RetryAfter;
}

/// <summary>The body of a refusal.</summary>
/// <param name="Error">What was found, what is allowed and what to do.</param>
internal sealed record Refusal(string Error);
