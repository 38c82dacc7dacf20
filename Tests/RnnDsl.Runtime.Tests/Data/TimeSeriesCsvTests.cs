using System.Globalization;
using System.IO.Compression;
using System.Text;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class TimeSeriesCsvTests
{
    private const string Hours =
        """
        date,load,name,OT
        2016-07-01 00:00:00,5.5,a,-1e1
        2016-07-01 01:00:00,6,b,0
        2016-07-01 02:00:00,7.25,c,.5
        """;

    [Fact]
    public void Columns_are_read_by_their_names_and_the_time_is_one_of_its_own()
    {
        var file = Read(Hours);
        Assert.Equal(["load", "name", "OT"], file.Columns);
        Assert.Equal(("date", 3), (file.TimeColumn, file.Rows));
        Assert.Equal("2016-07-01 02:00:00", file.Times[2]);
        Assert.Equal(new double[,] { { -10, 5.5 }, { 0, 6 }, { 0.5, 7.25 } }, file.Numbers("OT", "load"));
        Assert.Equal(TimeSpan.FromHours(1), file.Time!.Step);
        Assert.Empty(file.Time.Irregular());
        Assert.Equal([new DateTime(2016, 7, 1, 3, 0, 0), new DateTime(2016, 7, 1, 4, 0, 0)], file.Time.Next(2));
    }

    [Theory]
    [InlineData("load;OT\n1;2\n", new[] { "load", "OT" })]
    [InlineData("load\tOT\r\n1\t2\r\n\r\n", new[] { "load", "OT" })]
    [InlineData("\uFEFF load | OT \n 1 | 2 ", new[] { "load", "OT" })]
    [InlineData("\"load, \"\"peak\"\"\",OT\n\"1\",2\n", new[] { "load, \"peak\"", "OT" })]
    [InlineData("OT\n2\n", new[] { "OT" })]
    public void Separators_quotes_and_line_ends_are_told_from_the_file(string text, string[] columns)
    {
        var file = Read(text);
        Assert.Equal(columns, file.Columns);
        Assert.Null(file.TimeColumn);
        Assert.Empty(file.Times);
        Assert.Equal(2, file.Numbers("OT")[0, 0]);
    }

    [Fact]
    public void A_first_column_of_dates_is_the_time_whatever_it_is_called()
    {
        Assert.Equal("Tag", Read("Tag,x\n2020-01-31,1\n2020-02-01,2\n").TimeColumn);
        Assert.Null(Read("year,x\n2020,1\n2021,2\n").TimeColumn);
        Assert.Equal(2021, Read("year,x\n2020,1\n2021,2\n").Numbers("year")[1, 0]);

        // A time that cannot be read is kept as it is written.
        var file = Read("time,x\nfirst,1\nsecond,2\n");
        Assert.Equal(["first", "second"], file.Times);
        Assert.Null(file.Time);
    }

    [Fact]
    public void The_numbers_are_the_same_under_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(7.25, Read(Hours).Numbers("load")[2, 0]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void What_is_missing_is_told_with_its_line_and_its_column()
    {
        var file = Read("date,a,b\n2020-01-01,1,\n\n2020-01-02,n/a,2\n2020-01-03,NaN,3\n2020-01-04,\"3,5\",4\n");
        var message = Refused(() => file.Numbers("a", "b"));
        Assert.Equal(
            "'my.csv' has 4 values that are missing or no number: line 2, column 'b' is empty; line 4, column 'a' holds 'n/a'; line 5, column 'a' holds 'NaN'; "
            + "line 6, column 'a' holds '3,5'. Every line needs a number there, such as 3.5: fill the gap, or leave that column out.",
            message);
        Assert.StartsWith("'my.csv' has a value that is missing or no number: line 2, column 'b' is empty.", Refused(() => file.Numbers("b")), StringComparison.Ordinal);

        var many = Read("a\n" + string.Concat(Enumerable.Repeat("x\n", 40)));
        Assert.Contains("has 40 values that are missing", Refused(() => many.Numbers("a")), StringComparison.Ordinal);
        Assert.Contains("line 6, column 'a' holds 'x'; and so on.", Refused(() => many.Numbers("a")), StringComparison.Ordinal);
        Assert.Equal("'my.csv' has no column 'OT'. Its columns are a, b, and date for the time.", Refused(() => file.Numbers("OT")));
    }

    [Theory]
    [InlineData("", "has no rows")]
    [InlineData("a,b\n", "has no rows")]
    [InlineData("1,2\n3,4\n", "line 1 should name the columns, and holds the number 1")]
    [InlineData("a,,b\n1,2,3\n", "line 1: column 2 has no name")]
    [InlineData("a,b,a\n1,2,3\n", "line 1 names the column 'a' twice")]
    [InlineData("a,b\n1,2\n\n1,2,3\n", "line 4 has 3 cells, where the first line names 2 columns: a, b")]
    [InlineData("a,b\n1,\"2\n", "line 2: a quote is not closed")]
    public void A_file_that_is_no_table_is_refused_with_the_line(string text, string message) =>
        Assert.Contains(message, Refused(() => Read(text)), StringComparison.Ordinal);

    [Fact]
    public void Text_of_another_encoding_is_refused() =>
        Assert.Contains("is not UTF-8 text", Refused(() => TimeSeriesCsv.Read(new MemoryStream([(byte)'a', 0xFF, (byte)'\n']), "my.csv")), StringComparison.Ordinal);

    [Fact]
    public void Gzip_is_told_by_its_bytes_and_a_damaged_one_is_refused()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(Hours));
        var bytes = packed.ToArray();
        Assert.Equal(3, TimeSeriesCsv.Read(new MemoryStream(bytes), "my.csv").Rows);

        Assert.Contains("gzip file", Refused(() => TimeSeriesCsv.Read(new MemoryStream(bytes[..^9]), "my.csv")), StringComparison.Ordinal);
        bytes[^6] ^= 1;
        Assert.Contains("damaged gzip file", Refused(() => TimeSeriesCsv.Read(new MemoryStream(bytes), "my.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps_in_time_are_found()
    {
        var file = Read("date,x\n2020-01-01 00:00,1\n2020-01-01 01:00,2\n2020-01-01 03:00,3\n2020-01-01 04:00,4\n2020-01-01 04:00,5\n");
        Assert.Equal(TimeSpan.FromHours(1), file.Time!.Step);
        Assert.Equal([2, 4], file.Time.Irregular());
        Assert.Equal(4, file.LineOf(2));
    }

    [DataFact("ett")]
    public void The_real_series_are_whole()
    {
        using var stream = new DataSetResolver().ResolveAsync(DataSets.Etth1).GetAwaiter().GetResult().OpenRead("ETTh1.csv");
        var file = TimeSeriesCsv.Read(stream, "ETTh1.csv");
        Assert.Equal((17_420, 7), (file.Rows, file.Columns.Count));
        Assert.Empty(file.Time!.Irregular());

        // What the article's protocol standardises the oil temperature by.
        var scaling = Standardization.Of(file.Numbers("OT"), ..8640);
        Assert.Equal(17.128262, scaling.Means[0], 1e-6);
        Assert.Equal(9.176491, scaling.Deviations[0], 1e-6);
    }

    [Fact]
    public void The_series_that_stand_in_have_the_columns_of_the_real_ones_and_are_always_the_same()
    {
        using var first = GeneratedLoads.Open("ETTh1.csv");
        using var second = GeneratedLoads.Open("ETTh1.csv");
        var file = TimeSeriesCsv.Read(first, "made up");
        Assert.Equal(["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"], file.Columns);
        Assert.Equal(GeneratedLoads.Rows, file.Rows);
        Assert.Equal(file.Numbers([.. file.Columns]), TimeSeriesCsv.Read(second, "made up").Numbers([.. file.Columns]));
        Assert.Throws<ArgumentException>(() => GeneratedLoads.Open("ETTh2.csv"));
    }

    private static TimeSeriesCsv Read(string text) => TimeSeriesCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "my.csv");

    private static string Refused(Func<object> read) => Assert.Throws<DataException>(read).Message;
}
