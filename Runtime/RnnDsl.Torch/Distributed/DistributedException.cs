namespace RnnDsl.Distributed;

/// <summary>A data-parallel run cannot start or go on: MPI is missing or reports an error, or another rank has failed.</summary>
public sealed class DistributedException : Exception
{
    /// <summary>An error without a message.</summary>
    public DistributedException()
    {
    }

    /// <summary>An error.</summary>
    public DistributedException(string message) : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public DistributedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
