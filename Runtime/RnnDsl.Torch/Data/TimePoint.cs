namespace RnnDsl.Torch;

/// <summary>A point in time as a file writes it.</summary>
/// <param name="Clock">What a clock shows there.</param>
/// <param name="Offset">The clock's offset from universal time; <c>null</c> where no zone is written.</param>
/// <param name="Resolution">What the text names at the finest.</param>
internal readonly record struct TimePoint(DateTime Clock, TimeSpan? Offset, TimeResolution Resolution)
{
    /// <summary>In universal time where a zone is written, else as it is written.</summary>
    public DateTime Universal => Clock - (Offset ?? TimeSpan.Zero);
}

/// <summary>What a text names at the finest, from the coarsest on.</summary>
internal enum TimeResolution
{
    Year,
    Quarter,
    Month,
    Day,
    Time,
}
