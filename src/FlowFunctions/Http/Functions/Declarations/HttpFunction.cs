using System.Reflection;
using FlowFunctions.Security;
using Microsoft.Azure.Functions.Worker;

namespace FlowFunctions.Http;

/// <summary>An HTTP function, as its declaration says it.</summary>
/// <param name="Name">Of the function.</param>
/// <param name="Route">Its path, with parameters in braces.</param>
/// <param name="Methods">In capitals; empty where it takes all.</param>
/// <param name="Role">The least that may call it; null where no key is asked for, or nobody may.</param>
/// <param name="IsOpen">Whether it asks for no key.</param>
/// <param name="TakesCode">Whether its body has a code; who sends wrong ones is slowed down.</param>
/// <param name="AnswersSecret">Whether its answer is not kept for a repetition.</param>
/// <param name="NeedsStorage">Whether it waits for the tables.</param>
/// <param name="Declaration">Where the rest stands: what it takes and answers.</param>
internal sealed record HttpFunction(
    string Name, string Route, IReadOnlyList<string> Methods, Role? Role, bool IsOpen, bool TakesCode, bool AnswersSecret, bool NeedsStorage, MethodInfo Declaration)
{
    /// <summary>Null for a method that is none.</summary>
    public static HttpFunction? Of(MethodInfo method) =>
        method.GetCustomAttribute<FunctionAttribute>() is { Name: var name }
        && method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(attribute => attribute is not null) is { Route: { } route } trigger
            ? new(
                name,
                route,
                [.. trigger.Methods?.Select(verb => verb.ToUpperInvariant()) ?? []],
                method.GetCustomAttribute<TakesAttribute>()?.Role,
                method.IsDefined(typeof(TakesAnybodyAttribute)),
                method.IsDefined(typeof(TakesCodeAttribute)),
                method.IsDefined(typeof(AnswersSecretAttribute)),
                !method.IsDefined(typeof(NeedsNoStorageAttribute)),
                method)
            : null;
}
