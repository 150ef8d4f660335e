namespace FlowFunctions.Mutation.Compiling;

/// <summary>The code that is compiled into the product beside its mutants: says which one is on, and which were reached.</summary>
internal static class SwitchSource
{
    /// <summary>The type's full name.</summary>
    public const string TypeName = "FlowFunctionsMutants.Switch";

    /// <summary>The environment variable with the id of the mutant that is on from the start; 0 or nothing is none.</summary>
    public const string Variable = "FLOW_FUNCTIONS_MUTANT";

    /// <param name="mutants">The highest id.</param>
    public static string For(int mutants) => $$"""
        namespace FlowFunctionsMutants
        {
            internal static class Switch
            {
                public static volatile int On = int.TryParse(System.Environment.GetEnvironmentVariable("{{Variable}}"), out var id) ? id : 0;
                public static readonly bool[] Reached = new bool[{{mutants}} + 1];
                public static readonly bool[] Initial = new bool[{{mutants}} + 1];

                [System.ThreadStatic]
                private static int _depth;

                public static bool Is(int id)
                {
                    Reached[id] = true;
                    if (_depth > 0)
                    {
                        Initial[id] = true;
                    }

                    return On == id;
                }

                public static void Reach(params int[] ids)
                {
                    foreach (var id in ids)
                    {
                        Is(id);
                    }
                }

                public static int Enter() => ++_depth;

                public static int Leave() => --_depth;
            }
        }
        """;
}
