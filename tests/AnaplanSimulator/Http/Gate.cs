using AnaplanSimulator.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AnaplanSimulator.Http;

/// <summary>What every call of the API passes: a valid token, the user's budget of requests, and a model that exists.</summary>
internal static class Gate
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var call = Call.Of(context);
        if (context.Request.Path.StartsWithSegments("/2", StringComparison.Ordinal) && Refuse(call) is { } refusal)
            await refusal.ExecuteAsync(context);
        else
            await next(context);
    }

    private static IResult? Refuse(Call call)
    {
        if (AuthenticationRoutes.Found(call) is not { } token)
            return Answers.Error(401, "The token is missing, unknown or expired: authenticate again.");

        if (call.World.Budget.Take(token.User, call.World.Settings.RequestsPerMinute) is { } wait)
        {
            call.Context.Response.Headers.RetryAfter = Answers.Seconds(wait);
            return Answers.Error(429, $"{token.User} has made {call.World.Settings.RequestsPerMinute} requests in the last minute.");
        }

        if (call.Context.GetRouteValue("modelId") is not string modelId)
            return null;
        var workspaceId = call.Context.GetRouteValue("workspaceId") as string;
        if (call.World.FindModel(workspaceId!, modelId) is not { } model)
            return Answers.Error(404, $"Model {modelId} does not exist in workspace {workspaceId}.");
        call.Context.Items[typeof(Tasks.Model)] = model;
        return null;
    }
}
