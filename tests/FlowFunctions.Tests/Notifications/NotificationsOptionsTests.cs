using FlowFunctions.Notifications;

namespace FlowFunctions.Tests.Notifications;

public sealed class NotificationsOptionsTests
{
    [Fact]
    public void Default_options_are_valid() => Assert.Empty(new NotificationsOptions().Faults());

    [Fact]
    public void Complete_options_are_valid()
    {
        var options = new NotificationsOptions
        {
            BaseAddress = "https://flows.example.com/app",
            Smtp = new() { Host = "mail.example.com", From = "Flows <flows@example.com>", UserName = "flows", Password = "secret" },
        };
        options.Users["ann"] = new() { Email = "ann@example.com" };
        options.Webhooks["ops-team"] = new() { Url = "https://example.com/hook", Secret = "s" };
        options.Webhooks["chat"] = new() { Url = "https://example.com/chat", Format = "slack" };

        Assert.Empty(options.Faults());
    }

    [Fact]
    public void Every_fault_is_said_with_its_cure_and_without_addresses_and_secrets()
    {
        var options = new NotificationsOptions
        {
            BaseAddress = "flows.example.com",
            DeliveryTimeout = TimeSpan.Zero,
            Smtp = new() { Port = 0, Security = "ssl", From = "", UserName = "flows" },
        };
        options.Users["ann"] = new() { Email = "private@@example" };
        options.Users["bob"] = new() { Id = "ANN" };
        options.Users["blank"] = new() { Id = new string('x', 201) };
        options.Webhooks["ops team"] = new() { Url = "ftp://private/hook" };
        options.Webhooks["chat"] = new() { Url = "https://example.com/private", Format = "irc" };
        options.Webhooks["teams"] = new() { Url = "https://example.com/private", Format = "teams", Secret = "private" };

        var faults = options.Faults().ToList();

        Assert.Equal(
            [
                "Notifications:BaseAddress must be an absolute http or https address such as https://flows.example.com, or be left out.",
                "Notifications:DeliveryTimeout is 00:00:00; set it between 00:00:01 and 00:01:00.",
                "Notifications:Smtp needs UserName and Password together, or neither.",
                "Notifications:Smtp:From must be the sender's mail address, such as 'Flows <flows@example.com>'.",
                "Notifications:Smtp:Host must name the mail server; remove the section Notifications:Smtp to send no mail.",
                "Notifications:Smtp:Port is 0; set it between 1 and 65535.",
                "Notifications:Smtp:Security is 'ssl'; set it to start_tls, tls or none.",
                "Notifications:Users has the id 'ann' more than once, in ann and bob; keep one.",
                "Notifications:Users:ann:Email must be one mail address, or be left out.",
                "Notifications:Users:blank:Id must be 1 to 200 characters, or be left out.",
                "Notifications:Webhooks:chat:Format is 'irc'; set it to json, teams or slack.",
                "Notifications:Webhooks:ops team must be named by 1 to 64 letters, digits, '-' and '_'.",
                "Notifications:Webhooks:ops team:Url must be an absolute http or https address.",
                "Notifications:Webhooks:teams:Secret signs calls of the format json; remove it, or set the Format to json.",
            ],
            faults.Order(StringComparer.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain("private", fault, StringComparison.Ordinal));
    }
}
