namespace RnnDsl.Examples.Common;

/// <summary>A wrong command line or missing input; the message says what to change.</summary>
internal sealed class UsageException(string message) : Exception(message);
