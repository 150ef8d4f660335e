using System.Globalization;
using FlowFunctions.Core.Schedules;

namespace FlowFunctions.Core.Tests.Schedules;

/// <summary>The calendar against a table of dated cases, whose answers were computed by another implementation on another copy of the time zone database.</summary>
public class ScheduleCaseTests
{
    private const string End = "end";
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm'Z'";

    public static TheoryData<string, string, string, string> Cases()
    {
        using var file = new StreamReader(typeof(ScheduleCaseTests).Assembly.GetManifestResourceStream("ScheduleCases.txt")!);
        var cases = new TheoryData<string, string, string, string>();
        foreach (var line in file.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            cases.Add(cells[0], cells[1], cells[2], cells[3]);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Next_occurrences_are_those_of_the_table(string timezone, string schedule, string from, string expected)
    {
        var calendar = new ScheduleCalendar(ScheduleShorthand.Read(timezone, schedule));
        var occurrences = new List<string>();
        var wanted = expected.Split(' ');
        for (var instant = Instant(from); occurrences.Count < wanted.Length;)
        {
            if (calendar.Next(instant) is not { } next)
            {
                occurrences.Add(End);
                break;
            }

            Assert.Equal(DateTimeKind.Utc, next.Kind);
            occurrences.Add(next.ToString(InstantFormat, CultureInfo.InvariantCulture));
            instant = next;
        }

        Assert.Equal(expected, string.Join(' ', occurrences));
    }

    [Fact]
    public void Table_covers_every_type_in_more_than_twenty_zones()
    {
        var cases = Cases().Select(row => row.Data).ToList();

        Assert.True(cases.Count >= 300, $"{cases.Count} cases");
        Assert.True(cases.Select(row => row.Item1).Distinct().Count() > 20);
        Assert.Equal(5, cases.Select(row => row.Item2.Split(' ')[0]).Distinct().Count());
    }

    private static DateTime Instant(string text) =>
        DateTime.ParseExact(text, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
