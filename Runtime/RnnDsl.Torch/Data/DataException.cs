namespace RnnDsl.Torch;

/// <summary>A data set cannot be had, or is not what it should be. The message says what was tried, in which order, and what to do.</summary>
public sealed class DataException : IOException
{
    internal DataException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
