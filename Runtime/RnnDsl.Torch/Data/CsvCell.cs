using System.Globalization;

namespace RnnDsl.Data;

/// <summary>The kind of a CSV cell.</summary>
internal enum CsvCellKind
{
    /// <summary>Empty, or a word for a missing value such as NaN.</summary>
    Missing,
    Number,
    Date,
    Text,
}

/// <summary>Distinguishes numbers and dates from other texts.</summary>
internal static class CsvCell
{
    private static readonly string[] MissingValues = ["", "nan", "na", "n/a", "null", "none", "?"];

    public static CsvCellKind KindOf(string cell) =>
        IsNumber(cell) ? CsvCellKind.Number
        : IsDate(cell) ? CsvCellKind.Date
        : MissingValues.Contains(cell, StringComparer.OrdinalIgnoreCase) ? CsvCellKind.Missing
        : CsvCellKind.Text;

    /// <summary>Whether a cell is a finite number with a decimal point.</summary>
    public static bool IsNumber(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

    /// <summary>Whether a cell is a date with a year of four digits, with or without a time of day. A number such as 2018 is not.</summary>
    public static bool IsDate(string cell) => TimeText.Parse(cell, DayOrder.DayFirst, digits: false) is not null || TimeText.OpenOrder(cell, digits: false) is not null;
}
