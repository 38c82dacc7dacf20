namespace RnnDsl.Data;

/// <summary>A point in time as written in a file.</summary>
/// <param name="Clock">The local time.</param>
/// <param name="Offset">The offset from universal time; <c>null</c> if no zone is written.</param>
/// <param name="Resolution">The finest unit in the text.</param>
internal readonly record struct TimePoint(DateTime Clock, TimeSpan? Offset, TimeResolution Resolution)
{
    /// <summary>The universal time if a zone is written, otherwise the local time.</summary>
    public DateTime Universal => Clock - (Offset ?? TimeSpan.Zero);
}

/// <summary>The finest unit in a text, from the coarsest on.</summary>
internal enum TimeResolution
{
    Year,
    Quarter,
    Month,
    Day,
    Time,
}
