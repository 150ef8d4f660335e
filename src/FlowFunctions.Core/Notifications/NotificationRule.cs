namespace FlowFunctions.Core.Notifications;

/// <summary>Who is told about ends of one type.</summary>
/// <param name="Type">Of the run's end.</param>
/// <param name="Users">1 to 5 ids, each once.</param>
public sealed record NotificationRule(NotificationType Type, IReadOnlyList<string> Users)
{
    public const int MaximumUsers = 5;
    public const int MaximumUserIdLength = 200;
}
