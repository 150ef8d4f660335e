using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace FlowFunctions.Tests.Architecture;

/// <summary>What a compiled assembly takes from others, read from its metadata.</summary>
internal sealed class AssemblyImports : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;

    private AssemblyImports(string path)
    {
        _file = new PEReader(File.ReadAllBytes(path).ToImmutableArray());
        _reader = _file.GetMetadataReader();
    }

    /// <summary>The names of the assemblies that it refers to.</summary>
    public IReadOnlyList<string> Assemblies =>
        [.. _reader.AssemblyReferences.Select(handle => _reader.GetString(_reader.GetAssemblyReference(handle).Name)).Order(StringComparer.Ordinal)];

    public static AssemblyImports Of(Assembly assembly) => new(assembly.Location);

    public void Dispose() => _file.Dispose();

    /// <summary>Types of one assembly, in metadata notation: <c>Namespace.Name`1</c>.</summary>
    public IReadOnlyList<string> TypesOf(string assembly) =>
        [.. from handle in _reader.TypeReferences
            let type = _reader.GetTypeReference(handle)
            where AssemblyOf(type) == assembly
            select FullName(type)];

    /// <summary>Members of the types of one assembly, with the type that declares them.</summary>
    public IReadOnlyList<(string Type, string Member)> MembersOf(string assembly) =>
        [.. from handle in _reader.MemberReferences
            let member = _reader.GetMemberReference(handle)
            let parent = TypeOf(member.Parent)
            where parent is not null && AssemblyOf(parent.Value) == assembly
            select (FullName(parent.Value), _reader.GetString(member.Name))];

    private string? AssemblyOf(TypeReference type) => type.ResolutionScope.Kind switch
    {
        HandleKind.AssemblyReference => _reader.GetString(_reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name),
        HandleKind.TypeReference => AssemblyOf(_reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope)),
        _ => null,
    };

    private string FullName(TypeReference type)
    {
        var name = _reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{FullName(_reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope))}.{name}"
            : $"{_reader.GetString(type.Namespace)}.{name}";
    }

    private TypeReference? TypeOf(EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference => _reader.GetTypeReference((TypeReferenceHandle)parent),
        HandleKind.TypeSpecification => GenericDefinition(_reader.GetTypeSpecification((TypeSpecificationHandle)parent)),
        _ => null,
    };

    /// <summary>The generic type of an instantiation (ECMA-335 II.23.2.14); null for arrays and for types of the assembly itself.</summary>
    private TypeReference? GenericDefinition(TypeSpecification specification)
    {
        var signature = _reader.GetBlobReader(specification.Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return null;
        }

        signature.ReadCompressedInteger(); // class or value type
        var definition = signature.ReadTypeHandle();
        return definition.Kind == HandleKind.TypeReference ? _reader.GetTypeReference((TypeReferenceHandle)definition) : null;
    }
}
