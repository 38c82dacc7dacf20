using System.Globalization;
using System.IO.Compression;
using System.Text;
using RnnDsl.Examples.Forecast;
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
    public void Columns_are_read_by_name_and_the_time_column_is_separate()
    {
        var file = Read(Hours);
        Assert.Equal(["load", "name", "OT"], file.Columns);
        Assert.Equal(("date", 3), (file.TimeColumn, file.Rows));
        Assert.Equal("2016-07-01 02:00:00", file.Times[2]);
        Assert.Equal(new double[,] { { -10, 5.5 }, { 0, 6 }, { 0.5, 7.25 } }, file.Numbers("OT", "load"));
        Assert.Equal(TimeStep.Every(TimeSpan.FromHours(1)), file.Time!.Step);
        Assert.Empty(file.Notes);
        Assert.Empty(file.Time.Irregular());
        Assert.Equal([new DateTime(2016, 7, 1, 3, 0, 0), new DateTime(2016, 7, 1, 4, 0, 0)], file.Time.Next(2));
    }

    [Theory]
    [InlineData("load;OT\n1;2\n", new[] { "load", "OT" })]
    [InlineData("load\tOT\r\n1\t2\r\n\r\n", new[] { "load", "OT" })]
    [InlineData("\uFEFF load | OT \n 1 | 2 ", new[] { "load", "OT" })]
    [InlineData("\"load, \"\"peak\"\"\",OT\n\"1\",2\n", new[] { "load, \"peak\"", "OT" })]
    [InlineData("OT\n2\n", new[] { "OT" })]
    public void Separators_quotes_and_line_ends_are_detected(string text, string[] columns)
    {
        var file = Read(text);
        Assert.Equal(columns, file.Columns);
        Assert.Null(file.TimeColumn);
        Assert.Empty(file.Times);
        Assert.Equal(2, file.Numbers("OT")[0, 0]);
    }

    [Fact]
    public void First_column_of_dates_is_the_time_column_under_any_name()
    {
        Assert.Equal("Tag", Read("Tag,x\n2020-01-31,1\n2020-02-01,2\n").TimeColumn);
        Assert.Equal(2021, Read("year,x\n2020,1\n2021,2\n").Numbers("year")[1, 0]);

        // A time that cannot be read is kept as it is written, and said.
        var file = Read("time,x\nfirst,1\nsecond,2\n");
        Assert.Equal(["first", "second"], file.Times);
        Assert.Null(file.Time);
        Assert.Equal(
            "'my.csv', column 'time', line 2 holds 'first', which is no point in time that is known: the rows are counted instead, without a time axis. "
            + "A date such as 2020-01-31, 2020-01-31 14:00 or 31.01.2020, or seconds since 1970, are read; for another form give the date format (--date-format).",
            Assert.Single(file.Notes));
    }

    [Fact]
    public void Increasing_years_are_the_time_column_and_other_years_are_data()
    {
        var file = Read("Year,x\n2018,1\n2019,2\n2020,3\n");
        Assert.Equal(("Year", TimeStep.EveryMonths(12)), (file.TimeColumn, file.Time!.Step));
        Assert.Equal("2021", file.Time.Text(file.Time.Next(1)[0]));
        Assert.Equal(["x"], file.Columns);

        var months = Read("year,month,x\n2018,1,5\n2018,2,6\n2018,3,7\n");
        Assert.Null(months.TimeColumn);
        Assert.Equal(["year", "month", "x"], months.Columns);
        Assert.Equal("2019", Read("date,x\n2017,1\n2018,2\n").Time is { } axis ? axis.Text(axis.Next(1)[0]) : "");
    }

    [Theory]
    [InlineData("time,x\n00:15,1\n00:30,2\n", "column 'time', line 2 holds '00:15', which is a time of day without a date")]
    [InlineData("date,x\n2020-01-01,1\n,2\n", "column 'date', line 3 is empty: the rows are counted")]
    [InlineData("day,x\n2020-01-01,1\n2020-01-02,2\n2020-02-30,3\n", "column 'day', line 4 holds '2020-02-30', which is no point in time that is known")]
    [InlineData("timestamp,x\n0,1\n1,2\n2,3\n", "column 'timestamp', line 2 holds '0', which is no point in time that is known")]
    [InlineData("date,x\n44197,1\n44198,2\n", "column 'date', line 2 holds '44197', which is no point in time that is known")]
    public void Invalid_time_gives_a_note_with_column_line_and_text(string text, string note)
    {
        var file = Read(text);
        Assert.Null(file.Time);
        Assert.NotEmpty(file.Times);
        Assert.Equal(["x"], file.Columns);
        Assert.Contains(note, Assert.Single(file.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id,x\n1-2,1\n1-3,2\n")]
    [InlineData("id,x\n1/2,1\n1/3,2\n")]
    [InlineData("version,x\n1.2.3,1\n1.2.4,2\n")]
    [InlineData("clock,x\n00:15,1\n00:30,2\n")]
    [InlineData("count,x\n20180101,1\n20180102,2\n")]
    [InlineData("sales,x\n150000000,1\n140000000,2\n170000000,3\n")]
    public void Date_like_values_are_not_a_time_column(string text)
    {
        var file = Read(text);
        Assert.Null(file.TimeColumn);
        Assert.Null(file.Time);
        Assert.Equal(2, file.Columns.Count);
        Assert.Empty(file.Notes);
    }

    [Fact]
    public void Numbers_are_times_by_column_name_or_even_spacing()
    {
        var named = Read("Timestamp,x\n1609459200,1\n1609462800,2\n1609470000,3\n");
        Assert.Equal([new(2021, 1, 1, 0, 0, 0), new(2021, 1, 1, 1, 0, 0), new(2021, 1, 1, 3, 0, 0)], named.Time!.Points);
        Assert.Empty(named.Notes);
        Assert.Equal("epoch", Read("x,epoch\n1,1609459200000\n2,1609462800000\n").TimeColumn);

        var even = Read("t,x\n1609459200,1\n1609462800,2\n1609466400,3\n");
        Assert.Equal("t", even.TimeColumn);
        Assert.Equal(TimeStep.Every(TimeSpan.FromHours(1)), even.Time!.Step);
        Assert.Equal("'my.csv', column 't' is taken as the time, in seconds since 1970: its values are evenly spaced.", Assert.Single(even.Notes));

        var uneven = Read("t,x\n1609459200,1\n1609462800,2\n1609466401,3\n");
        Assert.Equal(["t", "x"], uneven.Columns);
        Assert.Contains("column 't' is taken as data: its values could be seconds since 1970, but are not evenly spaced", Assert.Single(uneven.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Descending_rows_are_reversed()
    {
        var file = Read("date,x\n2021-01-04,4\n2021-01-03,3\n2021-01-01,1\n");
        Assert.Equal("'my.csv' has the newest row first: the rows are reversed, the earliest first.", Assert.Single(file.Notes));
        Assert.Equal(new double[,] { { 1 }, { 3 }, { 4 } }, file.Numbers("x"));
        Assert.Equal(["2021-01-01", "2021-01-03", "2021-01-04"], file.Times);
        Assert.Equal([4, 3, 2], Enumerable.Range(0, 3).Select(file.LineOf));
        Assert.Equal([new DateTime(2021, 1, 5)], file.Time!.Next(1));
        Assert.Equal([1], file.Time.Irregular());
        Assert.Contains("line 2, column 'x' is empty", Refused(() => Read("date,x\n2021-01-02,\n2021-01-01,1\n").Numbers("x")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date,x\n2021-01-01,1\n2021-01-03,2\n2021-01-02,3\n2021-01-04,4\n", "'my.csv', column 'date': line 4 has '2021-01-02', which is before '2021-01-03' of line 3. Sort the rows by time.")]
    [InlineData("date,x\n2021-01-01,1\n2021-01-02,2\n2021-01-02,3\n", "'my.csv', column 'date': line 3 and line 4 have the same time, '2021-01-02'. Every row needs a different time")]
    [InlineData("date,store,x\n2021-01-01,1,1\n2021-01-02,1,2\n2021-01-01,2,3\n2021-01-02,2,4\n", "line 4 has '2021-01-01', which is before '2021-01-02' of line 3")]
    [InlineData("date,x\n01/02/2021,1\n02/02/2021,2\n", "'my.csv', column 'date', line 2 holds '01/02/2021', which is 1 February 2021 with the day first and 2 January 2021 with the month first")]
    [InlineData("date,x\n2021-01-01 00:00Z,1\n2021-01-02 00:00,2\n", "line 2 holds '2021-01-01 00:00Z' and line 3 '2021-01-02 00:00', of which only one has a time zone")]
    public void Invalid_order_of_times_is_an_error_with_the_lines(string text, string message) =>
        Assert.Contains(message, Refused(() => Read(text)), StringComparison.Ordinal);

    [Fact]
    public void Date_format_resolves_ambiguous_dates()
    {
        const string Slashes = "date,x\n01/02/2021,1\n02/02/2021,2\n";
        Assert.Equal([new(2021, 2, 1), new(2021, 2, 2)], Read(Slashes, "d/M/yyyy").Time!.Points);
        Assert.Equal([new(2021, 1, 2), new(2021, 2, 2)], Read(Slashes, "MM/dd/yyyy").Time!.Points);
        Assert.Contains("'my.csv', column 'date', line 2 has '01/02/2021', which does not match the date format 'yyyy-MM-dd'", Refused(() => Read(Slashes, "yyyy-MM-dd")), StringComparison.Ordinal);

        // Without a name for the time it is the first column, or the first behind an index.
        Assert.Equal("when", Read("when,x\n01_02_21,1\n", "dd_MM_yy").TimeColumn);
        Assert.Equal("when", Read(",when,x\n0,1/2/2021,1\n1,2/2/2021,1\n", "d/M/yyyy").TimeColumn);
        Assert.Equal([new(2021, 2, 1), new(2021, 2, 2)], Read("day,x\n01.02.2021,1\n02.02.2021,2\n").Time!.Points);
        Assert.Equal([new(2021, 2, 12), new(2021, 2, 13)], Read("date,x\n12/02/2021,1\n13/02/2021,2\n").Time!.Points);
    }

    [Fact]
    public void Date_and_time_columns_are_combined()
    {
        var file = Read("Date;Time;power\n16/12/2006;17:24:00;4.2\n16/12/2006;17:25:00;5.4\n");
        Assert.Equal(["power"], file.Columns);
        Assert.Equal(("Date", "16/12/2006 17:25:00"), (file.TimeColumn, file.Times[1]));
        Assert.Equal(TimeStep.Every(TimeSpan.FromMinutes(1)), file.Time!.Step);
        Assert.Equal("2006-12-16 17:26:00", file.Time.Text(file.Time.Next(1)[0]));

        var other = Read("time,day,x\n00:15,2021-01-01,1\n00:30,2021-01-01,2\n");
        Assert.Equal(("day", "x"), (other.TimeColumn, Assert.Single(other.Columns)));
        Assert.Equal(TimeStep.Every(TimeSpan.FromMinutes(15)), other.Time!.Step);
    }

    [Fact]
    public void Column_names_may_be_numbers()
    {
        var file = Read("date,0,1,OT\n2021-01-01,5,6,7\n2021-01-02,8,9,10\n");
        Assert.Equal(["0", "1", "OT"], file.Columns);
        Assert.Equal(new double[,] { { 6, 7 }, { 9, 10 } }, file.Numbers("1", "OT"));
        Assert.Equal(["0", "1", "OT"], Read("0,1,OT\n5,6,7\n").Columns);
        Assert.Equal(["2018-01", "2018-02"], Read("2018-01,2018-02\n5,6\n").Columns);
        Assert.Equal(["0", "x"], Read("0,x\nNaN,1\n2,3\n").Columns);
    }

    [Fact]
    public void Pandas_index_is_the_time_column_or_skipped()
    {
        // df.to_csv() with a plain index, of a frame without names, with dates as the index, and of what a filter left.
        var plain = Read(",date,OT\n0,2021-01-01,5\n1,2021-01-02,6\n");
        Assert.Equal(("date", "OT"), (plain.TimeColumn, Assert.Single(plain.Columns)));
        Assert.Empty(plain.Notes);
        Assert.Equal(["OT"], Read(",day,OT\n0,2021-01-01,5\n1,2021-01-02,6\n").Columns);

        var numbered = Read(",0,1\n0,5.5,6\n1,7,8\n");
        Assert.Null(numbered.TimeColumn);
        Assert.Equal(["0", "1"], numbered.Columns);

        var dates = Read(",OT\n2021-01-31,5\n2021-02-28,6\n");
        Assert.Equal(("Unnamed: 0", "OT"), (dates.TimeColumn, Assert.Single(dates.Columns)));
        Assert.Equal([new DateTime(2021, 3, 31)], dates.Time!.Next(1));
        Assert.Equal(["0"], Read(",0\n2021-01-01,5\n2021-01-02,6\n").Columns);

        var filtered = Read(",date,OT\n4,2021-01-01,5\n9,2021-01-02,6\n");
        Assert.Equal(["OT"], filtered.Columns);
        Assert.Equal("'my.csv': the first column has no name and is taken as an index of the rows, not as data.", Assert.Single(filtered.Notes));
        Assert.Equal(["OT"], Read("Unnamed: 0,date,OT\n0,2021-01-01,5\n").Columns);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
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
    public void Missing_values_error_names_lines_and_columns()
    {
        var file = Read("date,a,b\n2020-01-01,1,\n\n2020-01-02,n/a,2\n2020-01-03,NaN,3\n2020-01-04,\"3,5\",4\n");
        var message = Refused(() => file.Numbers("a", "b"));
        Assert.Equal(
            "'my.csv' has 4 values that are missing or not a number: line 2, column 'b' is empty; line 4, column 'a' holds 'n/a'; line 5, column 'a' holds 'NaN'; "
            + "line 6, column 'a' holds '3,5'. Every line needs a number there, such as 3.5: fill the gap, or do not use that column.",
            message);
        Assert.StartsWith("'my.csv' has a value that is missing or not a number: line 2, column 'b' is empty.", Refused(() => file.Numbers("b")), StringComparison.Ordinal);

        var many = Read("a\n" + string.Concat(Enumerable.Repeat("x\n", 40)));
        Assert.Contains("has 40 values that are missing", Refused(() => many.Numbers("a")), StringComparison.Ordinal);
        Assert.Contains("line 6, column 'a' holds 'x'; and so on.", Refused(() => many.Numbers("a")), StringComparison.Ordinal);
        Assert.Equal("'my.csv' has no column 'OT'. Its columns are a, b, and date for the time.", Refused(() => file.Numbers("OT")));
    }

    [Theory]
    [InlineData("", "has no rows")]
    [InlineData("a,b\n", "has no rows")]
    [InlineData("1,2\n3,4\n", "line 1 should name the columns, but contains the number 1")]
    [InlineData("0,1\n3,4\n5,6\n", "line 1 should name the columns, but contains the number 0 as the rows below do")]
    [InlineData("1,,2\n3,4,5\n", "line 1 should name the columns, but contains the number 1")]
    [InlineData(",1,2\n3,4,5\n6,7,8\n", "line 1 should name the columns, but contains the number 1")]
    [InlineData("NaN,1\n2,3\n", "line 1 should name the columns, but contains the number 1")]
    [InlineData("2020-01-01,a\n2020-01-02,b\n", "line 1 should name the columns, but contains the date 2020-01-01")]
    [InlineData("2020-01-01,5\n2020-01-02,6\n", "line 1 should name the columns, but contains the date 2020-01-01")]
    [InlineData("a,,b\n1,2,3\n", "line 1: column 2 has no name")]
    [InlineData("a,b,a\n1,2,3\n", "line 1 names the column 'a' twice")]
    [InlineData("a,b\n1,2\n\n1,2,3\n", "line 4 has 3 cells, where the first line names 2 columns: a, b")]
    [InlineData("a,b\n1,\"2\n", "line 2: a quote is not closed")]
    public void Malformed_table_is_an_error_with_the_line(string text, string message) =>
        Assert.Contains(message, Refused(() => Read(text)), StringComparison.Ordinal);

    [Fact]
    public void Text_that_is_not_UTF8_is_an_error() =>
        Assert.Contains("is not UTF-8 text", Refused(() => TimeSeriesCsv.Read(new MemoryStream([(byte)'a', 0xFF, (byte)'\n']), "my.csv")), StringComparison.Ordinal);

    [Fact]
    public void Gzip_is_detected_and_damaged_gzip_is_an_error()
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
    public void Gaps_in_time_are_irregular_rows()
    {
        var file = Read("date,x\n2020-01-01 00:00,1\n2020-01-01 01:00,2\n2020-01-01 03:00,3\n2020-01-01 04:00,4\n2020-01-01 06:00,5\n");
        Assert.Equal(TimeStep.Every(TimeSpan.FromHours(1)), file.Time!.Step);
        Assert.Equal([2, 4], file.Time.Irregular());
        Assert.Equal(4, file.LineOf(2));
    }

    [DataFact("ett")]
    public void ETTh1_has_its_published_size_and_statistics()
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
    public void Generated_series_are_deterministic_with_the_columns_of_ETTh1()
    {
        using var first = GeneratedLoads.Open("ETTh1.csv");
        using var second = GeneratedLoads.Open("ETTh1.csv");
        var file = TimeSeriesCsv.Read(first, "made up");
        Assert.Equal(["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"], file.Columns);
        Assert.Equal(GeneratedLoads.Rows, file.Rows);
        Assert.Equal(file.Numbers([.. file.Columns]), TimeSeriesCsv.Read(second, "made up").Numbers([.. file.Columns]));
        Assert.Throws<ArgumentException>(() => GeneratedLoads.Open("ETTh2.csv"));
    }

    private static TimeSeriesCsv Read(string text, string? dateFormat = null) => TimeSeriesCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "my.csv", dateFormat);

    private static string Refused(Func<object> read) => Assert.Throws<DataException>(read).Message;
}
