using System.Globalization;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class TimeAxisTests
{
    [Theory]
    [InlineData("2018-01-01 2018-02-01 2018-03-01 2018-04-01", "1 month", "2018-05-01 2018-06-01")]
    [InlineData("2021-01-31 2021-02-28 2021-03-31", "1 month, on the last day of the month", "2021-04-30 2021-05-31")]
    [InlineData("2021-01-30 2021-02-28 2021-03-30", "1 month, on day 30 of the month", "2021-04-30 2021-05-30")]
    [InlineData("2021-01-15 2021-02-15", "1 month, on day 15 of the month", "2021-03-15")]
    [InlineData("2018-01 2018-02 2018-03", "1 month", "2018-04 2018-05")]
    [InlineData("201801 201802 201803", "1 month", "2018-04")]
    [InlineData("2020-03-31 2020-06-30 2020-09-30 2020-12-31", "1 quarter, on the last day of the month", "2021-03-31 2021-06-30")]
    [InlineData("2020-01-01 2020-04-01 2020-07-01 2020-10-01", "1 quarter", "2021-01-01")]
    [InlineData("2018Q1 2018Q2 2018-Q3 Q4-2018", "1 quarter", "2019Q1 2019Q2")]
    [InlineData("2018 2019 2020", "1 year", "2021 2022")]
    [InlineData("2019-02-28 2020-02-29 2021-02-28", "1 year, on the last day of the month", "2022-02-28 2023-02-28 2024-02-29")]
    [InlineData("2020-12-31 2021-12-31", "1 year, on the last day of the month", "2022-12-31")]
    [InlineData("2021-01-29 2021-02-26 2021-03-31 2021-04-30", "1 month, on the last business day of the month", "2021-05-31 2021-06-30 2021-07-30")]
    [InlineData("2020-12-31 2021-03-31 2021-06-30 2021-09-30 2021-12-31 2022-03-31", "1 quarter, on the last day of the month", "2022-06-30")]
    [InlineData("2021-03-31 2021-06-30 2021-09-30 2021-12-31 2022-03-31 2022-06-30 2022-09-30 2022-12-30", "1 quarter, on the last business day of the month", "2023-03-31 2023-06-30")]
    [InlineData("2021-01-15 2021-02-19 2021-03-19 2021-04-16", "1 month, on the third Friday of the month", "2021-05-21 2021-06-18")]
    [InlineData("2021-01-04 2021-02-01 2021-03-01 2021-04-05", "1 month, on the first Monday of the month", "2021-05-03 2021-06-07")]
    [InlineData("2021-01-28 2021-02-25 2021-03-25 2021-04-29", "1 month, on the last Thursday of the month", "2021-05-27 2021-06-24")]
    [InlineData("2021-01-06 2021-01-07 2021-01-08 2021-01-11 2021-01-12", "1 business day", "2021-01-13 2021-01-14 2021-01-15 2021-01-18")]
    [InlineData("2021-01-04 2021-01-05 2021-01-06 2021-01-07 2021-01-08", "1 day", "2021-01-09")]
    [InlineData("2021-01-07 2021-01-08 2021-01-09 2021-01-10", "1 day", "2021-01-11")]
    [InlineData("20210130 20210131 20210201", "1 day", "2021-02-02")]
    [InlineData("2021-01-04 2021-01-11 2021-01-18 2021-01-25 2021-02-01", "1 week", "2021-02-08 2021-02-15")]
    [InlineData("2021-01-01 2021-01-31 2021-03-02", "30 days", "2021-04-01")]
    [InlineData("2021-01-31T22:00 2021-01-31T23:00 2021-01-31T24:00", "1 hour", "2021-02-01_01:00:00")]
    [InlineData("2021-01-01T00:00:00.5 2021-01-01T00:00:00.75", "00:00:00.2500000", "2021-01-01_00:00:01 2021-01-01_00:00:01.25")]
    [InlineData("2021-01-01T10:00Z 2021-01-01T11:00Z", "1 hour", "2021-01-01_12:00:00Z")]
    [InlineData("2021-01-01T10:00+05:30 2021-01-01T11:00+0530 2021-01-01T12:00+0530", "1 hour", "2021-01-01_13:00:00+05:30")]
    [InlineData("1609459200 1609462800 1609466400", "1 hour", "2021-01-01_03:00:00Z")]
    [InlineData("1609459200000 1609459260000", "1 minute", "2021-01-01_00:02:00Z")]
    [InlineData("1609459200.0 1609459200.5", "00:00:00.5000000", "2021-01-01_00:00:01Z")]
    [InlineData("1609459200000000000 1609545600000000000", "1 day", "2021-01-03_00:00:00Z")]
    public void Next_points_follow_the_calendar(string texts, string step, string next)
    {
        var axis = TimeAxis.Of(texts.Split(' '))!;
        Assert.Equal(step, axis.Step!.ToString());
        Assert.Empty(axis.Irregular());
        Assert.Equal(next, Next(axis, next.Split(' ').Length));
    }

    [Fact]
    public void Consecutive_months_have_no_irregular_row()
    {
        var axis = TimeAxis.Of([.. Enumerable.Range(0, 24).Select(static month => new DateTime(2018, 1, 1).AddMonths(month).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))])!;
        Assert.Equal(TimeStep.EveryMonths(1), axis.Step);
        Assert.Empty(axis.Irregular());
        Assert.Equal([new(2020, 1, 1), new(2020, 2, 1), new(2020, 3, 1)], axis.Next(3));
    }

    [Theory]
    [InlineData("31.01.2021 01.02.2021 02.02.2021", "2021-02-03")]
    [InlineData("01.02.2021 02.02.2021 03.02.2021", "2021-02-04")]
    [InlineData("1.2.2021 2.2.2021", "2021-02-03")]
    [InlineData("11/01/2021 12/01/2021 13/01/2021 14/01/2021", "2021-01-15")]
    [InlineData("01/11/2021 01/12/2021 01/13/2021 01/14/2021", "2021-01-15")]
    [InlineData("30-12-21 31-12-21", "2022-01-01")]
    [InlineData("1/1/2021", "")]
    [InlineData("2021/01/09 2021/01/10", "2021-01-11")]
    [InlineData("30_Jan_2021 31_Jan_2021", "2021-02-01")]
    [InlineData("January_30,_2021 January_31,_2021", "2021-02-01")]
    [InlineData("31-Jan-21 28-Feb-21", "2021-03-31")]
    [InlineData("Jan_2021 Feb_2021", "2021-03")]
    [InlineData("1/31/2021_11:00_PM 2/1/2021_12:00_AM", "2021-02-01_01:00:00")]
    public void Day_and_month_order_follows_from_dots_and_days_above_12(string texts, string next)
    {
        var axis = TimeAxis.Of([.. texts.Split(' ').Select(static text => text.Replace('_', ' '))])!;
        Assert.Equal(next, axis.Step is null ? "" : Next(axis, 1));
    }

    [Theory]
    [InlineData("dd/MM/yyyy", "01/02/2021 02/02/2021", "2021-02-03")]
    [InlineData("MM/dd/yyyy", "01/02/2021 01/03/2021", "2021-01-04")]
    [InlineData("yyyyMMddHH", "2021013122 2021013123", "2021-02-01_00:00:00")]
    [InlineData("yyyy", "2018 2019", "2020")]
    [InlineData("dd.MM.yyyy HH:mm zzz", "01.02.2021_10:00_+02:00 01.02.2021_11:00_+02:00", "2021-02-01_12:00:00+02:00")]
    public void Date_format_determines_how_dates_are_parsed(string format, string texts, string next) =>
        Assert.Equal(next, Next(TimeAxis.Of([.. texts.Split(' ').Select(static text => text.Replace('_', ' '))], format)!, 1));

    [Theory]
    [InlineData("%d/%m/%Y")]
    [InlineData("HH:mm")]
    [InlineData("dd/mm/yyyy")]
    [InlineData("DD/MM/YYYY")]
    [InlineData("\\")]
    public void Format_without_year_or_month_is_an_error(string format) =>
        Assert.Contains($"'{format}' is not a date format with a year", Refused(["01/02/2021"], format), StringComparison.Ordinal);

    [Fact]
    public void Text_that_does_not_match_the_format_is_an_error_with_its_row() =>
        Assert.Contains("row 1 (counted from 0) has '2021-02-02', which does not match the date format 'dd/MM/yyyy'", Refused(["01/02/2021", "2021-02-02"], "dd/MM/yyyy"), StringComparison.Ordinal);

    [Fact]
    public void Ambiguous_day_and_month_error_gives_both_readings()
    {
        Assert.Equal(
            "The time axis, row 1 (counted from 0) holds '01/02/2021', which is 1 February 2021 with the day first and 2 January 2021 with the month first, and no row has a day above 12 that settles it. "
            + "Give the date format (--date-format): 'd/M/yyyy' for the day first, 'M/d/yyyy' for the month first.",
            Refused(["01/01/2021", "01/02/2021", "01/03/2021"]));
        Assert.Contains("'d-M-yy H:mm' for the day first, 'M-d-yy H:mm' for", Refused(["1-2-21 10:00", "1-3-21 10:00"]), StringComparison.Ordinal);
        Assert.Contains("'d/M/yyyy h:mm:ss tt' for the day first", Refused(["1/2/2021 10:00:30 AM"]), StringComparison.Ordinal);
        Assert.Contains("row 0 (counted from 0) holds '13/01/2021', where the day is first, and row 1 (counted from 0) '01/14/2021', where the month is", Refused(["13/01/2021", "01/14/2021"]), StringComparison.Ordinal);

        // Either format reads what the message quotes.
        Assert.Equal(new(2021, 2, 1), TimeAxis.Of(["01/02/2021"], "d/M/yyyy")!.Points[0]);
        Assert.Equal(new(2021, 1, 2, 10, 0, 30), TimeAxis.Of(["1/2/2021 10:00:30 AM"], "M/d/yyyy h:mm:ss tt")!.Points[0]);
    }

    [Theory]
    [InlineData("00:15")]
    [InlineData("1-2")]
    [InlineData("12/2021/1")]
    [InlineData("2021-13-01")]
    [InlineData("2021-02-29")]
    [InlineData("31.02.2021")]
    [InlineData("13/13/2021")]
    [InlineData("2021-01-01 25:00")]
    [InlineData("2021-01-01 24:01")]
    [InlineData("2021-01-01 13:00 PM")]
    [InlineData("2021-01-01 10:00+15:00")]
    [InlineData("2018Q5")]
    [InlineData("0")]
    [InlineData("99999999")]
    [InlineData("12345")]
    [InlineData("first")]
    [InlineData("")]
    public void Text_that_is_not_a_point_in_time_gives_no_axis(string text) => Assert.Null(TimeAxis.Of([text]));

    [Fact]
    public void Holiday_among_business_days_is_an_irregular_row()
    {
        // 2021-04-02 is Good Friday, 2021-04-05 Easter Monday.
        var axis = TimeAxis.Of("2021-03-29 2021-03-30 2021-03-31 2021-04-01 2021-04-06 2021-04-07 2021-04-08 2021-04-09 2021-04-12".Split(' '))!;
        Assert.Equal(TimeStep.BusinessDay, axis.Step);
        Assert.Equal([4], axis.Irregular());
        Assert.Equal([new(2021, 4, 13)], axis.Next(1));
    }

    [Fact]
    public void Missing_month_gives_an_irregular_row()
    {
        var axis = TimeAxis.Of("2021-01-31 2021-02-28 2021-04-30 2021-05-31 2021-06-30".Split(' '))!;
        Assert.Equal(TimeStep.EveryMonths(1, 31), axis.Step);
        Assert.Equal([2], axis.Irregular());
    }

    [Theory]
    [InlineData("2021-03-28 00:00|2021-03-28 01:00|2021-03-28 03:00|2021-03-28 04:00", 2, "2021-03-28 05:00:00")]
    [InlineData("2021-10-31 01:00|2021-10-31 02:00|2021-10-31 02:00|2021-10-31 03:00", 2, "2021-10-31 04:00:00")]
    [InlineData("2021-11-07 00:00|2021-11-07 00:30|2021-11-07 01:00|2021-11-07 01:30|2021-11-07 01:00|2021-11-07 01:30|2021-11-07 02:00", 4, "2021-11-07 02:30:00")]
    [InlineData("2021-03-13 22:00|2021-03-14 00:00|2021-03-14 03:00|2021-03-14 05:00|2021-03-14 07:00", 2, "2021-03-14 09:00:00")]
    public void Daylight_saving_changes_of_local_times_are_recognised(string texts, int row, string next)
    {
        var axis = TimeAxis.Of(texts.Split('|'))!;
        Assert.Equal([row], axis.ClockChanges);
        Assert.Empty(axis.Irregular());
        Assert.Equal(next, axis.Text(axis.Next(1)[0]));
    }

    [Fact]
    public void Hour_missing_every_Sunday_is_not_a_daylight_saving_change()
    {
        var hours = Enumerable.Range(0, 24 * 21).Select(static hour => new DateTime(2021, 3, 1).AddHours(hour)).Where(static hour => hour is not { DayOfWeek: DayOfWeek.Sunday, Hour: 2 });
        var axis = TimeAxis.Of([.. hours.Select(static hour => hour.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))])!;
        Assert.Empty(axis.ClockChanges);
        Assert.Equal(3, axis.Irregular().Count);

        // Nor is one on another day.
        Assert.Equal([2], TimeAxis.Of(["2021-03-26 00:00", "2021-03-26 01:00", "2021-03-26 03:00", "2021-03-26 04:00"])!.Irregular());
        Assert.Contains("have the same time, '2021-10-30 02:00'", Refused(["2021-10-30 01:00", "2021-10-30 02:00", "2021-10-30 02:00", "2021-10-30 03:00"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_with_zones_are_regular_across_daylight_saving_changes()
    {
        // Hours go on in universal time.
        var hours = TimeAxis.Of(["2021-03-28 00:00:00+01:00", "2021-03-28 01:00:00+01:00", "2021-03-28 03:00:00+02:00", "2021-03-28 04:00:00+02:00"])!;
        Assert.Empty(hours.Irregular());
        Assert.Empty(hours.ClockChanges);
        Assert.Equal([new(2021, 3, 28, 3, 0, 0)], hours.Next(1));
        Assert.Equal("2021-03-28 05:00:00+02:00", hours.Text(hours.Next(1)[0]));

        // The repeated hour of the autumn.
        Assert.Empty(TimeAxis.Of(["2021-10-31T01:00+02:00", "2021-10-31T02:00+02:00", "2021-10-31T02:00+01:00", "2021-10-31T03:00+01:00"])!.Irregular());

        // Days and months begin at midnight of the place, 23 or 25 hours apart or not.
        var days = TimeAxis.Of(["2021-03-26T00:00+01:00", "2021-03-27T00:00+01:00", "2021-03-28T00:00+01:00", "2021-03-29T00:00+02:00", "2021-03-30T00:00+02:00"])!;
        Assert.Equal(TimeStep.Every(TimeSpan.FromDays(1)), days.Step);
        Assert.Empty(days.Irregular());
        Assert.Equal("2021-03-31 00:00:00+02:00", days.Text(days.Next(1)[0]));
        var months = TimeAxis.Of(["2021-02-01T00:00+01:00", "2021-03-01T00:00+01:00", "2021-04-01T00:00+02:00", "2021-05-01T00:00+02:00"])!;
        Assert.Equal(TimeStep.EveryMonths(1), months.Step);
        Assert.Equal(new(2021, 4, 30, 22, 0, 0), months.Points[3]);
        Assert.Equal([new(2021, 5, 31, 22, 0, 0)], months.Next(1));
    }

    [Fact]
    public void Time_zone_in_only_some_rows_is_an_error() =>
        Assert.Contains("row 0 (counted from 0) holds '2021-01-01 00:00Z' and row 1 (counted from 0) '2021-01-01 01:00', of which only one has a time zone", Refused(["2021-01-01 00:00Z", "2021-01-01 01:00"]), StringComparison.Ordinal);

    [Fact]
    public void Points_that_do_not_increase_are_an_error_with_their_rows()
    {
        Assert.Equal(
            "The time axis: row 1 (counted from 0) and row 2 (counted from 0) have the same time, '2021-01-02'. Every row needs a different time: keep one of them, and pass several series as separate files.",
            Refused(["2021-01-01", "2021-01-02", "2021-01-02", "2021-01-03"]));
        Assert.Equal(
            "The time axis: row 2 (counted from 0) has '2021-01-02', which is before '2021-01-03' of row 1 (counted from 0). Sort the rows by time.",
            Refused(["2021-01-01", "2021-01-03", "2021-01-02", "2021-01-04"]));
    }

    [Fact]
    public void Single_point_has_no_step_and_no_points_give_no_axis()
    {
        var axis = TimeAxis.Of(["2021-01-01"])!;
        Assert.Null(axis.Step);
        Assert.Empty(axis.Irregular());
        Assert.Contains("two or more are needed", Assert.Throws<InvalidOperationException>(() => axis.Next(1)).Message, StringComparison.Ordinal);
        Assert.Null(TimeAxis.Of([]));
    }

    private static string Next(TimeAxis axis, int count) => string.Join(' ', axis.Next(count).Select(point => axis.Text(point).Replace(' ', '_')));

    private static string Refused(string[] texts, string? format = null) => Assert.Throws<DataException>(() => TimeAxis.Of(texts, format)).Message;
}
