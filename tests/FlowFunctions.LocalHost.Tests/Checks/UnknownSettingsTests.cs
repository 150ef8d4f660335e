using FlowFunctions.LocalHost.Checks;
using Microsoft.Extensions.Configuration;

namespace FlowFunctions.LocalHost.Tests.Checks;

public sealed class UnknownSettingsTests
{
    [Theory]
    [InlineData("Flows:NoSuch=1", "Flows:NoSuch (set on the command line) is no setting of this application and has no effect; Flows has Environment, InlineWait, MaxParallelSteps, MaxRunDuration, Name, StoragePrefix, StorageTimeout, TaskHub, WakeAfter.")]
    [InlineData("Flows:MaxParalelSteps=1", "Flows:MaxParalelSteps (set on the command line) is no setting of this application and has no effect; did you mean Flows:MaxParallelSteps?")]
    [InlineData("Targets:Anaplan:UserNme=x", "Targets:Anaplan:UserNme (set on the command line) is no setting of this application and has no effect; did you mean Targets:Anaplan:UserName?")]
    [InlineData("Security:Keys:0:Rol=x", "Security:Keys:0:Rol (set on the command line) is no setting of this application and has no effect; did you mean Security:Keys:0:Role?")]
    [InlineData("Runs:Retention:Days=7", "Runs:Retention:Days (set on the command line) is no setting of this application and has no effect; Runs:Retention takes a value, and no section.")]
    [InlineData("Security:Keys=secret", "Security:Keys (set on the command line) has no effect: it takes no value of its own, but names below it.")]
    [InlineData("Flow:TaskHub=abc", "Flow:TaskHub (set on the command line) is no setting of this application and has no effect; did you mean the section Flows?")]
    [InlineData("Host:StopWithInput=true", "Host:StopWithInput (set on the command line) is no setting of this application and has no effect; Host has MinimumFreeMebibytes, StopWithStandardInput, WorkerStartsWithin.")]
    public void Setting_that_nothing_reads_is_told_with_the_nearest_known_one(string setting, string told) =>
        Assert.Equal([told], UnknownSettings.In(new ConfigurationManager().AddSettings(setting)));

    [Theory]
    [InlineData("Flows:TaskHub=abc")]
    [InlineData("Targets:Secrets:any=x")]
    [InlineData("Security:Keys:nightly:Role=viewer")]
    [InlineData("Security:EntraId:Roles:Planner=viewer")]
    [InlineData("Notifications:Users:ann:Email=ann@example.com")]
    [InlineData("Notifications:Smtp:Port=25")]
    [InlineData("Schedules:CatchUpWindow=01:00:00")]
    [InlineData("Secrets:KeyVaultUri=https://a.vault.azure.net")]
    [InlineData("Telemetry:PropagateToEndpoints=false")]
    [InlineData("HOST=machine")]
    [InlineData("Kestrel:Limits:MaxConcurrentConnections=3")]
    [InlineData("Other:Thing=3")]
    public void Setting_that_is_known_or_another_program_s_is_not_told(string setting) => Assert.Empty(UnknownSettings.In(new ConfigurationManager().AddSettings(setting)));
}
