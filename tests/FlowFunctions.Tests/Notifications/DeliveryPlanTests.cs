using CsCheck;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Notifications;
using FlowFunctions.Notifications.Delivery;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Notifications;

public sealed class DeliveryPlanTests
{
    private static readonly string[] Users = ["ann", "bob", "carol", "dave", "eve"];

    private static readonly Gen<(NotificationChannel[] Channels, bool[] HasAddress, bool HasServer)> AnySetup = Gen.Select(
        Gen.OneOf(
            Gen.Const<NotificationChannel[]>([NotificationChannel.InApp]),
            Gen.Const<NotificationChannel[]>([NotificationChannel.Email]),
            Gen.Const<NotificationChannel[]>([NotificationChannel.InApp, NotificationChannel.Email])),
        Gen.Bool.Array[Users.Length],
        Gen.Bool);

    [Fact]
    public void Everybody_is_told_by_each_way_at_most_once_and_by_one_at_least() => AnySetup.Sample((channels, hasAddress, hasServer) =>
    {
        var routes = PlanOf(hasAddress, hasServer).Of(Messages.To(Users).Over(channels));

        Assert.Equal(routes.Count, routes.Distinct().Count());
        Assert.All(Users, user => Assert.Contains(routes, route => route.Recipient == user));
    });

    [Fact]
    public void Mail_goes_to_those_with_an_address_while_there_is_a_server_and_it_was_asked_for() => AnySetup.Sample((channels, hasAddress, hasServer) =>
    {
        var routes = PlanOf(hasAddress, hasServer).Of(Messages.To(Users).Over(channels));

        var expected = Users.Where((_, index) => hasServer && hasAddress[index] && channels.Contains(NotificationChannel.Email));
        Assert.Equal(expected, routes.Where(route => route.Kind == DeliveryKind.Mail).Select(route => route.Recipient));
    });

    [Fact]
    public void Copy_for_webhooks_reaches_no_user() => Assert.Equal(
        [new DeliveryRoute(DeliveryKind.Webhook, "ops")],
        PlanOf([true, true, true, true, true], hasServer: true)
            .Of(Messages.To(Users).Over(NotificationChannel.InApp, NotificationChannel.Email).Through("ops") with { WebhooksOnly = true }));

    [Fact]
    public void Webhooks_alone_leave_the_users_alone() =>
        Assert.Equal(
            [new DeliveryRoute(DeliveryKind.Webhook, "ops")],
            PlanOf(new bool[Users.Length], hasServer: true).Of(Messages.To(Users).Over().Through("ops")));

    private static DeliveryPlan PlanOf(bool[] hasAddress, bool hasServer)
    {
        var options = new NotificationsOptions { Smtp = hasServer ? new() : null };
        foreach (var (index, user) in Users.Index())
        {
            if (hasAddress[index])
            {
                options.Users[user] = new() { Email = $"{user}@example.com" };
            }
        }

        var wrapped = Options.Create(options);
        return new(new NotificationUsers(wrapped), wrapped);
    }
}
