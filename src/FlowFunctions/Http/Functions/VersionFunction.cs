using FlowFunctions.Security;
using FlowFunctions.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Http;

/// <summary>What runs here. Takes a viewer's key: which version it is tells a stranger which of its holes are known.</summary>
[Tags("Service")]
public static class VersionFunction
{
    public const string Name = "GetVersion";

    /// <summary>Say what runs here</summary>
    /// <response code="200">The version.</response>
    [Function(Name)]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [NeedsNoStorage]
    [Answers<VersionResource>("version")]
    public static Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "2/0/version")] HttpRequest request) =>
        Task.FromResult<IResult>(ApiResult.Ok("version", VersionResource.Of(ProductVersion.Current)));
}
