using System.Text.Json;
using FlowFunctions.Core.Notifications;
using FlowFunctions.Notifications;
using FlowFunctions.Notifications.Delivery;
using FlowFunctions.Notifications.Feed;
using FlowFunctions.Outgoing;
using FlowFunctions.Targets;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Api;
using FlowFunctions.Tests.Runs;
using FlowFunctions.Tests.Targets;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace FlowFunctions.Tests.Notifications;

/// <summary>Deliveries to a mail server and webhooks on loopback, as the application registers them.</summary>
[Needs(Need.Azurite)]
public sealed class DeliveryTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_reaches_each_user_with_an_address_and_the_feed_those_without()
    {
        await using var inbox = await SmtpInbox.StartAsync();
        await using var application = await StartAsync(inbox);

        await DeliverAsync(application, Messages.To("ann", "bob", "nobody").Over(NotificationChannel.Email));

        Assert.Equal(["ann@example.com", "bob@example.com"], inbox.Received.Select(received => received.To).Order(StringComparer.Ordinal));
        var mail = inbox.Received.Single(received => received.To == "ann@example.com").Mail;
        Assert.Equal("Flow 'Nightly load' failed", mail.Subject);
        Assert.Equal("\"Ann Lee\" <ann@example.com>", mail.To.ToString());
        Assert.Equal("\"Flows\" <flows@example.com>", mail.From.ToString());
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        Assert.Contains("Stopped at step 'Load <sales>': no rows & no columns", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"https://flows.example.com/2/0/integrationflows/{RunInputs.FlowId}/runs/{RunInputs.RunId}", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(application.Time.GetUtcNow(), mail.Date);
        Assert.Equal(["Flow 'Nightly load' failed"], await SubjectsAsync(application, "nobody"));
        Assert.Empty(await SubjectsAsync(application, "ann"));
    }

    [Fact]
    public async Task Feed_and_mail_both_where_both_are_asked_for_and_the_feed_is_the_callers()
    {
        await using var inbox = await SmtpInbox.StartAsync();
        await using var application = await StartAsync(inbox);

        await DeliverAsync(application, Messages.To("carol-guid").Over(NotificationChannel.Email, NotificationChannel.InApp));

        Assert.Equal("carol@example.com", Assert.Single(inbox.Received).To);
        Assert.Equal(["Flow 'Nightly load' failed"], await SubjectsAsync(application, "carol"));
    }

    [Fact]
    public async Task Without_a_mail_server_who_should_get_mail_finds_it_in_the_feed()
    {
        await using var application = await StartAsync(inbox: null);

        await DeliverAsync(application, Messages.To("ann").Over(NotificationChannel.Email));

        Assert.Equal(["Flow 'Nightly load' failed"], await SubjectsAsync(application, "ann"));
    }

    [Fact]
    public async Task Recipient_who_is_refused_neither_keeps_it_from_the_others_nor_lets_it_be_repeated_to_them()
    {
        await using var inbox = await SmtpInbox.StartAsync();
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200));
        await using var application = await StartAsync(inbox, endpoint);
        inbox.Refused["bob@example.com"] = true;
        var message = Messages.To("ann", "bob", "carol-guid").Over(NotificationChannel.Email, NotificationChannel.InApp).Through("plain");

        for (var attempt = 0; attempt < 3; attempt++)
        {
            var fault = await Assert.ThrowsAsync<DeliveryFailedException>(() => DeliverAsync(application, message));
            Assert.Contains("mail to user 'bob': the mail server answered 550", fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("example.com", fault.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("user 'ann'", fault.Message, StringComparison.Ordinal);
        }

        inbox.Refused.Clear();
        await DeliverAsync(application, message);
        await DeliverAsync(application, message);

        Assert.Equal(["ann@example.com", "bob@example.com", "carol@example.com"], inbox.Received.Select(received => received.To).Order(StringComparer.Ordinal));
        Assert.Single(endpoint.Received);
        Assert.Single(await SubjectsAsync(application, "ann"));
    }

    [Fact]
    public async Task Mail_server_that_cannot_be_reached_or_refuses_the_password_is_named_as_such()
    {
        await using var inbox = await SmtpInbox.StartAsync();
        await using var wrong = await StartAsync(inbox, change: options => options.Smtp!.Password = "wrong");
        using var nobody = new RefusingPort();
        await using var away = await StartAsync(inbox, change: options => options.Smtp!.Port = nobody.Number);
        await using var plain = await StartAsync(inbox, change: options => options.Smtp!.Security = "start_tls");
        var message = Messages.To("ann").Over(NotificationChannel.Email);

        Assert.Contains("refused the user name or password", (await Assert.ThrowsAsync<DeliveryFailedException>(() => DeliverAsync(wrong, message))).Message, StringComparison.Ordinal);
        Assert.Contains("no connection to the mail server: ConnectionRefused", (await Assert.ThrowsAsync<DeliveryFailedException>(() => DeliverAsync(away, message))).Message, StringComparison.Ordinal);
        Assert.Contains("does not offer", (await Assert.ThrowsAsync<DeliveryFailedException>(() => DeliverAsync(plain, message))).Message, StringComparison.Ordinal);
        Assert.Empty(inbox.Received);
    }

    [Fact]
    public async Task Plain_webhook_gets_the_fields_signed_and_once()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 200));
        await using var application = await StartAsync(inbox: null, endpoint);
        var message = Messages.To("ann").Through("PLAIN");

        await DeliverAsync(application, message);
        await DeliverAsync(application, message);

        var call = Assert.Single(endpoint.Received);
        Assert.Equal(("POST", "/plain?key=secret"), (call.Method, call.Path));
        Assert.Equal(message.Id, call.Headers["Idempotency-Key"]);
        Assert.Equal(RequestSignature.Create("hook secret", application.Time.GetUtcNow(), System.Text.Encoding.UTF8.GetBytes(call.Body)), call.Headers[RequestSignature.HeaderName]);
        var body = JsonDocument.Parse(call.Body).RootElement;
        Assert.Equal(("full_failure", "Flow 'Nightly load' failed", RunInputs.RunId, 42), (
            body.GetProperty("type").GetString(), body.GetProperty("subject").GetString(), body.GetProperty("runId").GetString(), body.GetProperty("executionErrorCode").GetInt32()));
        Assert.Equal("2026-11-24T08:03:00.000Z", body.GetProperty("endDate").GetString());
    }

    [Fact]
    public async Task Teams_gets_a_card_and_Slack_a_text_that_calls_nobody()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Otherwise(context => ScriptedEndpoint.Answer(context, 202));
        await using var application = await StartAsync(inbox: null, endpoint);
        var message = Messages.To("ann").Through("teams", "slack");

        await DeliverAsync(application, message with { Notice = message.Notice with { Message = "<!channel> & co [log](http://evil.example.com)" } });

        var card = JsonDocument.Parse(endpoint.Received.Single(call => call.Path == "/teams").Body).RootElement.GetProperty("attachments")[0];
        Assert.Equal("application/vnd.microsoft.card.adaptive", card.GetProperty("contentType").GetString());
        Assert.Equal("Flow 'Nightly load' failed", card.GetProperty("content").GetProperty("body")[0].GetProperty("text").GetString());
        Assert.StartsWith("https://flows.example.com/", card.GetProperty("content").GetProperty("actions")[0].GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Contains(@"<!channel> & co \[log\](http://evil.example.com)", card.GetProperty("content").GetProperty("body")[1].GetProperty("text").GetString(), StringComparison.Ordinal);
        var text = JsonDocument.Parse(endpoint.Received.Single(call => call.Path == "/slack").Body).RootElement.GetProperty("text").GetString()!;
        Assert.StartsWith("*Flow 'Nightly load' failed*\n", text, StringComparison.Ordinal);
        Assert.Contains("&lt;!channel&gt; &amp; co", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<!channel>", text, StringComparison.Ordinal);
        Assert.DoesNotContain(endpoint.Received, call => call.Headers.ContainsKey(RequestSignature.HeaderName));
    }

    [Fact]
    public async Task Webhook_that_fails_is_called_again_and_nothing_says_its_path()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Then(404).Then(302, null, ("Location", "http://elsewhere.example.com/plain")).Then(500).Then(200);
        await using var application = await StartAsync(inbox: null, endpoint);
        var message = Messages.To("ann").Through("plain");

        foreach (var reason in new[] { "404 Not Found", "302 Found, which is not followed; it points to http://elsewhere.example.com", "500 Internal Server Error" })
        {
            var fault = await Assert.ThrowsAsync<DeliveryFailedException>(() => DeliverAsync(application, message));
            Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("key=secret", fault.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("/plain", fault.ToString(), StringComparison.Ordinal);
        }

        await DeliverAsync(application, message);

        Assert.Equal(4, endpoint.Received.Count);
    }

    [Theory]
    [InlineData(503, "120", true, 120)]
    [InlineData(429, "-5", true, null)]
    [InlineData(500, null, true, null)]
    [InlineData(404, "120", false, 120)]
    public async Task Webhook_that_is_busy_says_until_when(int status, string? retryAfter, bool isTransient, int? seconds)
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        endpoint.Then(status, null, retryAfter is null ? [] : [("Retry-After", retryAfter)]);
        await using var application = await StartAsync(inbox: null, endpoint);

        var fault = await Assert.ThrowsAsync<DeliveryFailedException>(() => DeliverAsync(application, Messages.To("ann").Through("plain")));

        Assert.Equal((isTransient, seconds), (fault.IsTransient, (int?)Assert.Single(fault.Parts).RetryAfter?.TotalSeconds));
    }

    [Fact]
    public async Task Webhook_on_a_private_network_or_no_longer_configured_fails()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        await using var application = await StartAsync(inbox: null, endpoint, allowPrivateNetworks: false);

        var fault = await Assert.ThrowsAsync<DeliveryFailedException>(() => DeliverAsync(application, Messages.To("ann").Through("plain", "gone")));

        Assert.Contains("webhook 'plain': the webhook is on a private network; set Targets:AllowPrivateNetworks", fault.Message, StringComparison.Ordinal);
        Assert.Contains("webhook 'gone': the webhook is not configured; set Notifications:Webhooks:gone:Url", fault.Message, StringComparison.Ordinal);
        Assert.Empty(endpoint.Received);
        Assert.Single(await SubjectsAsync(application, "ann"));
    }

    [Fact]
    public async Task Webhook_that_does_not_answer_is_given_up()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        endpoint.Otherwise(context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var application = await StartAsync(inbox: null, endpoint);

        var delivering = DeliverAsync(application, Messages.To("ann").Through("plain"));
        await asked.Task;
        application.Time.Advance(TimeSpan.FromSeconds(20));

        Assert.Contains("did not answer within 20 seconds", (await Assert.ThrowsAsync<DeliveryFailedException>(() => delivering)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_that_cannot_be_read_is_a_fault_of_the_queue_function()
    {
        await using var application = await StartAsync(inbox: null);
        var function = ActivatorUtilities.CreateInstance<DeliverNotification>(application.Services);

        await Assert.ThrowsAsync<DeliveryFailedException>(() => function.RunAsync("{", Cancel));
        await ActivatorUtilities.CreateInstance<RecordUndelivered>(application.Services).RunAsync("{", Cancel);
    }

    private async Task<ApiApplication> StartAsync(
        SmtpInbox? inbox, ScriptedEndpoint? endpoint = null, bool allowPrivateNetworks = true, Action<NotificationsOptions>? change = null) =>
        await ApiApplication.StartAsync(
            azurite.ConnectionString,
            services => services
                .Configure<TargetsOptions>(options => options.AllowPrivateNetworks = allowPrivateNetworks)
                .Configure<NotificationsOptions>(options =>
                {
                    options.BaseAddress = "https://flows.example.com/";
                    options.Users["ann"] = new() { FirstName = "Ann", LastName = "Lee", Email = "ann@example.com" };
                    options.Users["bob"] = new() { Email = "bob@example.com" };
                    options.Users["carol-guid"] = new() { Email = "carol@example.com", Caller = "carol" };
                    if (inbox is not null)
                    {
                        options.Smtp = new()
                        {
                            Host = "127.0.0.1",
                            Port = inbox.Port,
                            Security = "none",
                            UserName = SmtpInbox.UserName,
                            Password = SmtpInbox.Password,
                            From = "Flows <flows@example.com>",
                        };
                    }

                    if (endpoint is not null)
                    {
                        options.Webhooks["plain"] = new() { Url = endpoint.Url + "/plain?key=secret", Secret = "hook secret" };
                        options.Webhooks["teams"] = new() { Url = endpoint.Url + "/teams", Format = "teams" };
                        options.Webhooks["slack"] = new() { Url = endpoint.Url + "/slack", Format = "slack" };
                    }

                    change?.Invoke(options);
                }));

    private static Task DeliverAsync(ApiApplication application, NotificationMessage message) =>
        application.Services.GetRequiredService<NotificationDelivery>().DeliverAsync(NotificationMessageJson.Read(NotificationMessageJson.Write(message).ToString())!, Cancel);

    private static async Task<IEnumerable<string>> SubjectsAsync(ApiApplication application, string user) =>
        (await application.Services.GetRequiredService<NotificationFeed>().PageAsync(user, 10, 0, Cancel)).Entries.Items.Select(entry => entry.Subject);
}
