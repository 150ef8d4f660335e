using System.Text;
using AnaplanSimulator.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AnaplanSimulator.Faults;

/// <summary>Lets go wrong what the script says.</summary>
internal static class FaultMiddleware
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next, TimeProvider time)
    {
        var call = Call.Of(context);
        var fault = call.World.Faults.Take(context.Request.Method, context.Request.Path);
        var delay = call.World.Settings.Latency + (fault?.Delay ?? TimeSpan.Zero);
        if (fault is { IgnoresAbort: true } or { AnswersFirst: not null })
        {
            // Its body, too, is there before anybody may go.
            context.Request.EnableBuffering();
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Request.Body.Position = 0;
            context.RequestAborted = CancellationToken.None;
        }

        if (fault?.AnswersFirst is { } early)
        {
            context.Response.StatusCode = early;
            await context.Response.CompleteAsync();
            context.Response.Body = Stream.Null;
        }

        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, time, context.RequestAborted);
        if (fault is null)
        {
            await next(context);
            return;
        }

        context.Items[typeof(Fault)] = fault;
        await ApplyAsync(call, fault, next);
    }

    private static async Task ApplyAsync(Call call, Fault fault, RequestDelegate next)
    {
        var context = call.Context;
        if (fault.Status is { } status)
        {
            if (fault.RetryAfter is { } after)
                context.Response.Headers.RetryAfter = Answers.Seconds(after);
            await Answers.Error(status, "A fault that the simulator was told to make.").ExecuteAsync(context);
        }
        else if (fault.PageOfType is { } type)
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync("<!DOCTYPE html>\n<html><head><title>Maintenance</title></head><body>We will be back soon.</body></html>\n", context.RequestAborted);
        }
        else if (fault.Says is { } text)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(text, context.RequestAborted);
        }
        else if (fault.AnswersFirst is not null)
        {
            await WorkAsync(context, next, fault);
        }
        else if (fault.Hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }
        else if (fault.CutRequestAfter is { } received)
        {
            await ReadAsync(context.Request.Body, received, context.RequestAborted);
            context.Abort();
        }
        else if (fault.LoseAnswer)
        {
            context.Response.Body = Stream.Null;
            await next(context);
            context.Abort();
        }
        else if (fault.AnswerStatus is { } answered)
        {
            await WorkAsync(context, next, fault);
            context.Response.Clear();
            context.Response.StatusCode = answered;
        }
        else if (fault.WrongText)
        {
            await SpoilAsync(context, next);
        }
        else if (fault.CutAnswerAfter is { } sent)
        {
            context.Response.Body = new CutStream(context.Response.Body, sent, context.Abort);
            await next(context);
            context.Abort();
        }
        else
        {
            if (fault.AnswerInPiecesOf is { } size)
                context.Response.Body = new PiecewiseStream(context.Response.Body, size);
            await next(context);
        }
    }

    /// <summary>Whose answer is forgotten.</summary>
    private static async Task WorkAsync(HttpContext context, RequestDelegate next, Fault fault)
    {
        var body = context.Response.Body;
        context.Response.Body = new ForgottenStream();
        if (fault.AnswersFirst is null)
        {
            await next(context);
        }
        else
        {
            // Its head has gone: what is answered now has one of its own.
            var told = context.Features.Get<IHttpResponseFeature>();
            context.Features.Set<IHttpResponseFeature>(new HttpResponseFeature());
            await next(context);
            context.Features.Set(told);
        }

        context.Response.Body = body;
    }

    /// <summary>In an object, as each answer in JSON is one: a first field that is named so that nobody looks for it.</summary>
    private static async Task SpoilAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await next(context);
        context.Response.Body = body;
        var bytes = answer.ToArray();
        if (bytes.AsSpan().StartsWith("{"u8))
            bytes = [.. Encoding.UTF8.Preamble, .. "{\"note\":\"\\ud83d "u8, 0xFF, 0xC3, .. "\""u8, .. bytes.Length > 2 ? ","u8 : [], .. bytes.AsSpan(1)];
        await body.WriteAsync(bytes, context.RequestAborted);
    }

    private static async Task ReadAsync(Stream body, long count, CancellationToken cancellationToken)
    {
        var buffer = new byte[81920];
        while (count > 0)
        {
            var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), cancellationToken);
            if (read == 0)
                return;
            count -= read;
        }
    }
}
