using System.Text.Json.Nodes;
using FlowFunctions.Core.Notifications;

namespace FlowFunctions.Docs.OpenApi.Features;

/// <summary>Who hears of which ends of runs, and the feed in which they read of them.</summary>
internal static class NotificationsDescription
{
    public const string Tag = "Notifications";

    private const string Collection = "/2/0/integrations/notification";
    private const string Item = Collection + "/{id}";
    private const string Feed = "/2/0/notifications";

    private static readonly Parameter NotificationId = Parameter.Path("id", Schema.Id("Of the notification configuration."));

    private static readonly string[] RunEnds = ["success", "partial_failure", "full_failure"];

    private static readonly Example Failures = new(
        "failures",
        "Two users hear of failures",
        $$"""
        {
          "integrationIds": ["{{SampleIds.LoadSales}}"],
          "channels": ["email", "in_app"],
          "notifications": {
            "config": [
              { "type": "partial_failure", "users": ["ann"] },
              { "type": "full_failure", "users": ["ann", "bob"] }
            ]
          }
        }
        """);

    private static readonly Example Webhook = new(
        "webhook",
        "A configured webhook and the feed of one user hear of every end",
        $$"""
        {
          "integrationIds": ["{{SampleIds.LoadSales}}"],
          "channels": ["in_app"],
          "webhooks": ["planning"],
          "notifications": {
            "config": [
              { "type": "success", "users": ["ann"] },
              { "type": "partial_failure", "users": ["ann"] },
              { "type": "full_failure", "users": ["ann"] }
            ]
          }
        }
        """);

    public static IEnumerable<Operation> Operations =>
    [
        new()
        {
            Function = "GetNotificationConfiguration",
            Method = "GET",
            Path = Item,
            Tag = Tag,
            Summary = "Read a notification configuration",
            PathParameters = [NotificationId],
            Answer = Answer.Of("The configuration.", Field.Of("notifications", Schema.Ref("NotificationConfiguration"))) with
            {
                HasTag = true,
                Examples = [new("failures", "Two users hear of failures", ConfigurationAnswer)],
            },
            NotFound = "No notification configuration has this id.",
        },
        new()
        {
            Function = "CreateNotificationConfiguration",
            Method = "POST",
            Path = Collection,
            Tag = Tag,
            Summary = "Create a notification configuration",
            Description = "For integrations and flows whose own was deleted: each has at most one.",
            Body = new(Schema.Ref("NotificationInput"), Failures, Webhook),
            Answer = Answer.Identified("The configuration's id.", "notification", "notificationId") with { HasTag = true },
            Conflict = "One of the integrations or flows has a notification configuration.",
        },
        new()
        {
            Function = "ReplaceNotificationConfiguration",
            Method = "PUT",
            Path = Item,
            Tag = Tag,
            Summary = "Replace a notification configuration",
            PathParameters = [NotificationId],
            Body = new(Schema.Ref("NotificationInput"), Failures, Webhook),
            Answer = Answer.Identified("The configuration's id.", "notification", "notificationId") with { HasTag = true },
            NotFound = "No notification configuration has this id.",
            Conflict = "One of the integrations or flows has another notification configuration.",
        },
        new()
        {
            Function = "DeleteNotificationConfiguration",
            Method = "DELETE",
            Path = Item,
            Tag = Tag,
            Summary = "Delete a notification configuration",
            PathParameters = [NotificationId],
            Answer = Answer.Of("The configuration is gone."),
            NotFound = "No notification configuration has this id.",
        },
        new()
        {
            Function = "ListNotifications",
            Method = "GET",
            Path = Feed,
            Tag = Tag,
            Summary = "List the caller's notifications, newest first",
            Query = CommonParameters.Page,
            Answer = Answer.Page(
                "A page of notifications.",
                "notifications",
                Schema.Ref("Notification"),
                Field.Of("unreadCount", Schema.Integer("How many of the whole list are not marked as read.", 0))),
        },
        new()
        {
            Function = "MarkNotificationRead",
            Method = "POST",
            Path = Feed + "/{id}/read",
            Tag = Tag,
            Summary = "Mark a notification as read",
            PathParameters = [Parameter.Path("id", Schema.Id("Of the notification."))],
            Answer = Answer.Of("It is marked."),
            NotFound = "The caller has no notification with this id.",
        },
        new()
        {
            Function = "MarkAllNotificationsRead",
            Method = "POST",
            Path = Feed + "/read",
            Tag = Tag,
            Summary = "Mark all notifications of the caller as read",
            Answer = Answer.Of("They are marked."),
        },
    ];

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Schemas =>
    [
        new("NotificationInput", Schema.Object(
            "Who hears of what.",
            [
                .. TargetInput,
                Field.Of("notifications", Schema.Object("Who hears of which ends.", Field.Of("config", Schema.List(
                    "At most once for each type.",
                    Schema.Object(
                        "",
                        Field.Of("type", RunEnd()),
                        Field.Of("users", Schema.List("Ids of users.", Schema.Text("", 1, NotificationRule.MaximumUserIdLength), 1, NotificationRule.MaximumUsers, unique: true))),
                    1,
                    RunEnds.Length)))),
            ])),
        new("NotificationConfiguration", Schema.Object(
            "Who hears of what.",
            [
                Field.Of("notificationId", Schema.Id("Of the configuration.")),
                .. Target,
                Field.Of("notifications", Schema.Object("Who hears of which ends.", Field.Of("config", Schema.List(
                    "Once for each type.",
                    Schema.Object("", Field.Of("type", RunEnd()), Field.Of("users", Schema.List("Who hears of it.", Schema.Ref("NotificationUser"), 1, NotificationRule.MaximumUsers))),
                    maximum: RunEnds.Length)))),
            ])),
        new("NotificationUser", Schema.Object(
            "A user, with the names that the service's configuration has; empty where it does not know them.",
            Field.Of("userGuid", Schema.Text("Of the user.", 1)),
            Field.Of("firstName", Schema.Text("As it is configured.")),
            Field.Of("lastName", Schema.Text("As it is configured.")))),
        new("Notification", Schema.Object(
            "A message in a user's feed.",
            Field.Of("id", Schema.Id("Of the message.")),
            Field.Of("type", Schema.OneOf("How the run ended; `undelivered`: a message about it did not arrive elsewhere.", [.. RunEnds, "undelivered"])),
            Field.Of("subject", Schema.Text("One line.", 1)),
            Field.Of("text", Schema.Text("Lines of plain text.")),
            Field.Of("integrationId", Schema.Id("Of the integration, or of the flow, that ran.")),
            Field.Of("runId", Schema.Id("Of the run.")),
            Field.Of("date", Schema.Date("When it was put into the feed.")),
            Field.Of("isRead", Schema.Boolean("Whether it is marked as read.")))),
    ];

    private static IEnumerable<Field> TargetInput =>
    [
        Field.Of("integrationIds", Schema.List("Of the integrations and flows that it is for.", Schema.Id(""), 1, NotificationInput.MaximumIntegrations, unique: true)),
        Field.Of("channels", Channels()),
        Field.Optional("webhooks", Webhooks()),
    ];

    private static IEnumerable<Field> Target =>
    [
        Field.Of("integrationIds", Schema.List("Of the integrations and flows that it is for and that still are.", Schema.Id(""), maximum: NotificationInput.MaximumIntegrations, unique: true)),
        Field.Of("channels", Channels()),
        Field.Of("webhooks", Webhooks()),
    ];

    private static JsonObject Channels() =>
        Schema.List("How they hear of it; at least one, unless `webhooks` names one.", Schema.OneOf("", "email", "in_app"), maximum: 2, unique: true);

    private static JsonObject Webhooks() => Schema.List(
        "Names of configured webhooks that hear of it too.",
        Schema.Text("", pattern: $"^[A-Za-z0-9_-]{{1,{NotificationInput.MaximumWebhookNameLength}}}$"),
        maximum: NotificationInput.MaximumWebhooks,
        unique: true);

    private static JsonObject RunEnd() => Schema.OneOf("How the run ended.", RunEnds);

    private static string ConfigurationAnswer =>
        $$"""
        {
          "status": { "code": 200, "message": "Success" },
          "notifications": {
            "notificationId": "{{SampleIds.Notification}}",
            "integrationIds": ["{{SampleIds.LoadSales}}"],
            "channels": ["email", "in_app"],
            "webhooks": [],
            "notifications": {
              "config": [
                { "type": "full_failure", "users": [{ "userGuid": "ann", "firstName": "Ann", "lastName": "Baker" }] }
              ]
            }
          }
        }
        """;
}
