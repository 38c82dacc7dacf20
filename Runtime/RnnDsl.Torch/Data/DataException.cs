namespace RnnDsl.Data;

/// <summary>A data set is not available or invalid. The message lists what was tried, in order, and what to do.</summary>
public sealed class DataException : IOException
{
    internal DataException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
