using FlowFunctions.Testing;

namespace FlowFunctions.Tests.EndToEnd.Crashes;

/// <summary>A host is killed, as by <c>kill -9</c>, and started again.</summary>
[Needs(Need.App)]
[TakesLong]
public sealed class CrashTests(CrashScenarios scenarios) : IClassFixture<CrashScenarios>
{
    [Fact]
    public Task Kill_in_the_middle_of_a_run_then_restart_completes_it_and_repeats_no_finished_step() => scenarios.Run;

    [Fact]
    public Task Kill_between_two_tries_then_restart_loses_no_try_and_repeats_none() => scenarios.Tries;

    [Fact]
    public Task Kill_in_any_phase_of_an_import_then_restart_records_one_outcome_of_one_task() => scenarios.Imports;

    [Fact]
    public Task Kill_after_a_run_ended_then_restart_delivers_its_message_once() => scenarios.Messages;

    [Fact]
    public Task Kill_in_the_middle_of_a_run_leaves_one_trace_in_which_run_and_steps_stand_once() => scenarios.Trace;

    [Fact]
    public Task Kill_of_one_of_two_hosts_loses_no_run_and_the_other_answers_throughout() => scenarios.OfTwo;
}
