using FlowFunctions.Core.Callers;
using FlowFunctions.Security;
using FlowFunctions.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace FlowFunctions.Http;

/// <summary>The caller, as the service knows them, and signing in without showing a key.</summary>
[Tags("Callers")]
public sealed class CallerEndpoints(IOptions<InstallationOptions> installation, Sessions sessions)
{
    private const string Caller = "2/0/caller";

    /// <summary>Whoever sends a code is not known: no more is read of them than a code takes.</summary>
    private const int MaximumCodeBody = 4 * 1024;

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

    /// <summary>Make a code that opens a session</summary>
    /// <remarks>For a link to the page: the code goes into it in the place of the key. It works once, within five minutes, and is made with a key alone.</remarks>
    /// <response code="200">The code.</response>
    [Function("CreateSignInCode")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [AnswersSecret]
    [Answers<SignInCodeResource>("code")]
    public async Task<IResult> CreateCodeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Caller + "/codes")] HttpRequest request,
        CancellationToken cancellationToken) =>
        ApiResult.Ok("code", await sessions.MakeCodeAsync(request, cancellationToken));

    /// <summary>Open a session with a code</summary>
    /// <remarks>
    /// The session has the name and the role of the key that the code was made with, lasts eight hours and is not prolonged; without the key it ends. From one address, 20 codes a
    /// minute that open nothing are answered with that; one that opens a session always is.
    /// </remarks>
    /// <response code="200">The session.</response>
    [Function("OpenSession")]
    [TakesAnybody]
    [TakesCode]
    [BeyondCloudWorks]
    [AnswersSecret]
    [TakesBody("SessionRequest")]
    [Answers<SessionResource>("session")]
    [NotFound("The code was used, has expired, or never was one.")]
    public async Task<IResult> OpenSessionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Caller + "/session")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var code = SessionRequestReader.Read(await request.ReadBodyAsync(MaximumCodeBody, cancellationToken)).OrRefuse();
        return ApiResult.Ok("session", await sessions.OpenAsync(code, cancellationToken));
    }

    /// <summary>End the session that this call comes with</summary>
    /// <response code="200">It has ended; for up to 30 seconds it may go on elsewhere.</response>
    [Function("EndSession")]
    [Takes(Role.Viewer)]
    [BeyondCloudWorks]
    [AnswersSecret]
    [NotFound("The call does not come with a session.")]
    public async Task<IResult> EndSessionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Caller + "/session/end")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        await sessions.EndAsync(request, cancellationToken);
        return ApiResult.Ok();
    }
}
