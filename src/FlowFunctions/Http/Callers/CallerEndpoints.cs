using FlowFunctions.Security;
using FlowFunctions.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Http;

/// <summary>The caller, as the service knows them.</summary>
[Tags("Callers")]
public sealed class CallerEndpoints(IOptions<InstallationOptions> installation)
{
    private const string Caller = "2/0/caller";

    /// <summary>Say who asks, and whom</summary>
    /// <response code="200">The caller and the installation.</response>
    [Function("GetCaller")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [NeedsNoStorage]
    [Answers<CallerResource>("caller")]
    [Answers<InstallationResource>("installation")]
    public Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Caller)] HttpRequest request) =>
        Task.FromResult<IResult>(ApiResult
            .Ok("caller", CallerResource.Of(request.Caller()))
            .With("installation", InstallationResource.Of(installation.Value, ProductVersion.Current)));
}
