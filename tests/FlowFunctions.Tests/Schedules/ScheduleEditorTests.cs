using Azure.Core;
using FlowFunctions.Definitions;
using FlowFunctions.Http;
using FlowFunctions.Schedules;
using FlowFunctions.Security;
using FlowFunctions.Testing;
using FlowFunctions.Tests.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Tests.Schedules;

/// <summary>Schedules that are set while others set, run or delete what they belong to.</summary>
[Needs(Need.Azurite)]
public sealed class ScheduleEditorTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly string Id = RunInputs.Id("a");
    private static readonly Caller Sue = new("sue", Role.Editor);

    private ScheduleScope _scope = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _scope = await ScheduleScope.CreateAsync(azurite.NewAccount());
        await _scope.AddIntegrationAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Schedule_is_that_of_who_set_it_from_now_on()
    {
        await CreateAsync(_scope);

        var schedule = await _scope.ScheduleAsync(Id);
        Assert.Equal((Id, RunKind.Integration, "sue", true), (schedule.OwnerId, schedule.OwnerKind, schedule.SetBy, schedule.IsEnabled));
        Assert.Equal(new DateTime(2026, 3, 29, 1, 0, 0, DateTimeKind.Utc), schedule.NextAt);
        Assert.Equal(32, schedule.Version.Length);
    }

    /// <summary>Whose deletion may not have seen the schedule.</summary>
    [Fact]
    public async Task Schedule_of_an_owner_that_is_deleted_meanwhile_goes_with_it()
    {
        using var meanwhile = new InterleavingTransport(
            request => request.Method == RequestMethod.Post,
            async () => await _scope.Integrations.DeleteAsync((await _scope.Integrations.GetAsync(Id, Cancel))!, Cancel));

        var fault = await Assert.ThrowsAsync<ApiException>(() => CreateAsync(_scope.OfAnotherProcess(meanwhile)));

        Assert.Equal($"No integration or flow has the id '{Id}'.", fault.Message);
        Assert.Null(await _scope.Schedules.GetAsync(Id, Cancel));
    }

    /// <summary>The schedule comes due, or another changes it, between the read and the write.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Schedule_that_changes_meanwhile_is_changed_after_that(bool isDeleted)
    {
        await CreateAsync(_scope);
        var read = await _scope.ScheduleAsync(Id);
        using var meanwhile = new InterleavingTransport(
            request => request.Method == RequestMethod.Post,
            () => _scope.Schedules.ReplaceAsync(read, read with { NextAt = read.NextAt!.Value.AddDays(1) }, pending: null, Cancel));
        var editor = Editor(_scope.OfAnotherProcess(meanwhile));

        await (isDeleted ? editor.DeleteAsync(Id, Request(), Cancel) : editor.SetStatusAsync(Id, isEnabled: false, Request(), Cancel));

        Assert.Equal(isDeleted ? null : (false, null), await _scope.Schedules.GetAsync(Id, Cancel) is { } left ? (left.IsEnabled, left.NextAt) : ((bool, DateTime?)?)null);
        Assert.Empty(await _scope.Schedules.DueAsync(ScheduleScope.Start.AddYears(1), Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Schedule_that_is_replaced_is_due_at_its_new_time_unless_it_is_disabled(bool isEnabled)
    {
        await CreateAsync(_scope);
        await Editor(_scope).SetStatusAsync(Id, isEnabled, Request(), Cancel);

        await Editor(_scope).ReplaceAsync(Id, ScheduleScope.Daily("02:00"), Request(), Cancel);

        var time = new DateTime(2026, 3, 29, 2, 0, 0, DateTimeKind.Utc);
        var schedule = await _scope.ScheduleAsync(Id);
        Assert.Equal((isEnabled, isEnabled ? (DateTime?)time : null), (schedule.IsEnabled, schedule.NextAt));
        Assert.Empty(await _scope.Schedules.DueAsync(time.AddMinutes(-1), Cancel));
        Assert.Equal(isEnabled ? [Id] : [], await _scope.Schedules.DueAsync(time, Cancel));
    }

    /// <summary>As where a pipeline applies its files in the very minute, or after a downtime: a load that was due is not lost for a change of the times to come.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public async Task Occurrence_that_has_come_due_runs_though_its_schedule_is_replaced_before_it_is_taken(int late, bool isDue)
    {
        await CreateAsync(_scope);
        var due = (await _scope.ScheduleAsync(Id)).NextAt!.Value;
        _scope.Time.SetUtcNow(new DateTimeOffset(due.AddMilliseconds(late), TimeSpan.Zero));

        await Editor(_scope).ReplaceAsync(Id, ScheduleScope.Daily("02:00"), Request(), Cancel);
        await _scope.DispatchAsync();

        Assert.Equal(isDue ? [(due, "sue")] : [], (await _scope.MessagesAsync()).Select(run => (run.Occurrence, run.User)));
        Assert.Equal(due.AddHours(1), (await _scope.ScheduleAsync(Id)).NextAt);
    }

    [Fact]
    public async Task Occurrence_that_has_come_due_does_not_run_when_its_schedule_is_disabled_before_it_is_taken()
    {
        await CreateAsync(_scope);
        _scope.Time.SetUtcNow(new DateTimeOffset((await _scope.ScheduleAsync(Id)).NextAt!.Value, TimeSpan.Zero));

        await Editor(_scope).SetStatusAsync(Id, isEnabled: false, Request(), Cancel);
        await _scope.DispatchAsync();

        Assert.Empty(await _scope.MessagesAsync());
    }

    [Fact]
    public async Task Each_refusal_names_the_owner_and_the_cure()
    {
        Assert.Equal("No integration or flow has the id 'x'.", (await Assert.ThrowsAsync<ApiException>(() => Editor(_scope).DeleteAsync("x", Request(), Cancel))).Message);
        Assert.Equal(
            "No integration or flow has the id 'x'.",
            (await Assert.ThrowsAsync<ApiException>(() => Editor(_scope).CreateAsync("x", ScheduleScope.Daily("01:00"), Sue, Cancel))).Message);
        Assert.Equal("'a' has no schedule; create one with POST.", (await Assert.ThrowsAsync<ApiException>(() => Editor(_scope).DeleteAsync(Id, Request(), Cancel))).Message);
        await CreateAsync(_scope);
        Assert.Equal("'a' has a schedule already; change it with PUT, or delete it.", (await Assert.ThrowsAsync<ApiException>(() => CreateAsync(_scope))).Message);
        var over = ScheduleScope.Daily("01:00") with { EndDate = new(2026, 3, 28) };
        Assert.Contains(
            "The schedule has no run between now and its end; give a later 'endDate', or none.",
            (await Assert.ThrowsAsync<ApiException>(() => Editor(_scope).ReplaceAsync(Id, over, Request(), Cancel))).Message,
            StringComparison.Ordinal);
        Assert.Contains("A schedule can be set 'enabled' or 'disabled', not 'off'.", ScheduleErrors.UnknownStatus("off").Message, StringComparison.Ordinal);
    }

    private static ScheduleEditor Editor(ScheduleScope scope) => new(scope.Schedules, scope.Owners, Options.Create(new SchedulesOptions()), scope.Time);

    private static Task<ApiResult> CreateAsync(ScheduleScope scope) => Editor(scope).CreateAsync(Id, ScheduleScope.Daily("01:00"), Sue, Cancel);

    private static HttpRequest Request()
    {
        var http = new DefaultHttpContext();
        http.SetCaller(Sue);
        return http.Request;
    }
}
