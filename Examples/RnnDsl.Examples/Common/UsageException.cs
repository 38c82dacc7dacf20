namespace RnnDsl.Examples.Common;

/// <summary>What was asked for cannot be done as asked; the message says what to change.</summary>
internal sealed class UsageException(string message) : Exception(message);
