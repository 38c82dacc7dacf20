using System.Globalization;

namespace RnnDsl.Torch;

/// <summary>What a cell of a CSV file holds.</summary>
internal enum CsvCellKind
{
    /// <summary>Nothing, or a word for a missing value such as NaN.</summary>
    Missing,
    Number,
    Date,
    Text,
}

/// <summary>Tells numbers and dates from other texts.</summary>
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

    /// <summary>Whether a cell is a date whose year has four digits, with or without a time of day. A number such as 2018 is none.</summary>
    public static bool IsDate(string cell) => TimeText.Parse(cell, DayOrder.DayFirst, digits: false) is not null || TimeText.OpenOrder(cell, digits: false) is not null;
}
