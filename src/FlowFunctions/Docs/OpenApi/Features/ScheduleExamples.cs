namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>Schedules of every type, as they are written, and one as it is answered.</summary>
internal static class ScheduleExamples
{
    public static readonly Example Daily = new(
        "daily",
        "Every night at ten",
        $$"""
        {
          "integrationId": "{{SampleIds.LoadSales}}",
          "schedule": { "name": "Every night", "type": "daily", "timezone": "Europe/Paris", "time": "22:00", "startDate": "2026-12-01" }
        }
        """);

    public static readonly Example Hourly = new(
        "hourly",
        "Every two hours of the working day",
        $$"""
        {
          "integrationId": "{{SampleIds.LoadSales}}",
          "schedule": {
            "name": "Office hours",
            "type": "hourly",
            "timezone": "America/New_York",
            "fromTime": "08:00",
            "toTime": "18:00",
            "repeatEvery": 2,
            "daysOfWeek": [1, 2, 3, 4, 5],
            "startDate": "2026-12-01",
            "endDate": "2027-11-30"
          }
        }
        """);

    public static readonly Example Weekly = new(
        "weekly",
        "On two days of the week",
        $$"""
        {
          "integrationId": "{{SampleIds.LoadSales}}",
          "schedule": { "name": "Mondays and Thursdays", "type": "weekly", "timezone": "Asia/Kolkata", "time": "06:30", "daysOfWeek": [1, 4], "startDate": "2026-12-01" }
        }
        """);

    public static readonly Example MonthlyDay = new(
        "monthlySpecificDay",
        "On the last day of every month",
        $$"""
        {
          "integrationId": "{{SampleIds.LoadSales}}",
          "schedule": { "name": "Month end", "type": "monthly_specific_day", "timezone": "Europe/London", "time": "23:00", "startDate": "2026-12-31" }
        }
        """);

    public static readonly Example MonthlyWeekday = new(
        "monthlyRelativeWeekday",
        "On the second Tuesday of every month",
        $$"""
        {
          "integrationId": "{{SampleIds.LoadSales}}",
          "schedule": { "name": "Second Tuesday", "type": "monthly_relative_weekday", "timezone": "America/Chicago", "time": "05:00", "startDate": "2026-12-08" }
        }
        """);

    public static readonly Example Answer = new(
        "daily",
        "Every night at ten",
        """
        {
          "status": { "code": 200, "message": "Success" },
          "schedule": {
            "name": "Every night",
            "type": "daily",
            "timezone": "Europe/Paris",
            "time": "22:00",
            "fromTime": null,
            "toTime": null,
            "repeatEvery": null,
            "daysOfWeek": [],
            "startDate": "2026-12-01",
            "endDate": null,
            "status": "enabled"
          }
        }
        """);

    public static Example[] OfEachType => [Daily, Hourly, Weekly, MonthlyDay, MonthlyWeekday];
}
