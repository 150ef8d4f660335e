using FlowFunctions.Mutation.Making;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FlowFunctions.Mutation.Compiling;

/// <summary>Makes assemblies of a product's mutants: one with all that can be switched, and one for each of the others.</summary>
internal sealed class MutantBuild(Product product, IReadOnlyList<Mutant> mutants)
{
    private readonly HashSet<int> _apart = [.. mutants.Where(mutant => !mutant.CanBeSwitched).Select(mutant => mutant.Id)];

    /// <summary>The mutants that are not in the switched assembly. Known once it is written.</summary>
    public IReadOnlySet<int> Apart => _apart;

    /// <summary>
    /// Writes the assembly with all mutants that compile beside each other. Those at which the compiler finds fault are taken out, and
    /// become builds of their own.
    /// </summary>
    /// <exception cref="InvalidOperationException">The rest does not compile all the same: a fault of this tool.</exception>
    public void WriteSwitched(string path)
    {
        var pending = mutants.GroupBy(mutant => mutant.Place.SyntaxTree).ToDictionary(group => group.Key, group => group.ToList());
        var switches = CSharpSyntaxTree.ParseText(SwitchSource.For(mutants.Max(mutant => mutant.Id)),
            (CSharpParseOptions)product.Compilation.SyntaxTrees.First().Options);
        var compilation = product.Compilation.AddSyntaxTrees(switches);
        var current = pending.Keys.ToDictionary(tree => tree, tree => tree);
        var stale = pending.Keys.ToHashSet();
        while (true)
        {
            foreach (var tree in stale)
            {
                var switched = SwitchedTree.Of(product.Compilation.GetSemanticModel(tree), pending[tree], _apart);
                compilation = compilation.ReplaceSyntaxTree(current[tree], switched);
                current[tree] = switched;
            }

            var errors = product.Write(compilation, path);
            if (errors.Count == 0)
            {
                return;
            }

            stale = [];
            foreach (var error in errors.Where(error => error.Location.SourceTree is not null))
            {
                var before = _apart.Count;
                _apart.UnionWith(FaultyAt(error.Location));
                if (_apart.Count > before && current.FirstOrDefault(pair => pair.Value == error.Location.SourceTree).Key is { } tree)
                {
                    stale.Add(tree);
                }
            }

            if (stale.Count == 0)
            {
                throw new InvalidOperationException(
                    $"The switched code does not compile: {string.Join(Environment.NewLine, errors.Take(5))}");
            }
        }
    }

    /// <summary>Writes an assembly with this mutant and no other; answers whether it compiles.</summary>
    public bool WriteAlone(Mutant mutant, string path)
    {
        var tree = mutant.Place.SyntaxTree;
        var root = tree.GetRoot();
        var changed = mutant.Changed is null
            ? root.ReplaceNode(mutant.Place, SyntaxFactory.EmptyStatement())
            : root.ReplaceNode(mutant.Place, mutant.Changed.WithTriviaFrom(mutant.Place));
        var changedTree = tree.WithRootAndOptions(changed, tree.Options);
        var compilation = product.Compilation.ReplaceSyntaxTree(tree, changedTree);

        // Most of those that do not compile say so in their own file, in a fraction of what the whole product takes.
        return compilation.GetSemanticModel(changedTree).GetDiagnostics().All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error)
            && product.Write(compilation, path).Count == 0;
    }

    // The innermost choice around the fault; else those in the statement around it, else those in the member.
    private static HashSet<int> FaultyAt(Location fault)
    {
        var node = fault.SourceTree!.GetRoot().FindNode(fault.SourceSpan, getInnermostNodeForTie: true);
        var around = node.AncestorsAndSelf().FirstOrDefault(at => at.HasAnnotations(SwitchedTree.Choice));
        if (around is not null)
        {
            return [.. around.GetAnnotations(SwitchedTree.Choice).SelectMany(SwitchedTree.IdsOf)];
        }

        foreach (var at in node.AncestorsAndSelf().Where(at => at is StatementSyntax or MemberDeclarationSyntax))
        {
            var inside = at.GetAnnotatedNodes(SwitchedTree.Choice).SelectMany(choice => choice.GetAnnotations(SwitchedTree.Choice))
                .SelectMany(SwitchedTree.IdsOf).ToHashSet();
            if (inside.Count > 0)
            {
                return inside;
            }
        }

        return [];
    }
}
