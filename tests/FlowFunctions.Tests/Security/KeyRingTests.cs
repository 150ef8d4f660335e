using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Security;

namespace FlowFunctions.Tests.Security;

public class KeyRingTests
{
    [Theory]
    [InlineData("viewer", true)]
    [InlineData("OPERATOR", true)]
    [InlineData("Editor", true)]
    [InlineData("", false)]
    [InlineData("owner", false)]
    [InlineData("1", false)]
    [InlineData("viewer,operator", false)]
    [InlineData("viewer,editor", false)]
    [InlineData("viewer ", false)]
    public void Role_is_one_word(string text, bool isRole) => Assert.Equal(isRole, KeyRing.TryReadRole(text, out _));

    [Fact]
    public void Configured_key_is_found_by_its_documented_digest()
    {
        const string Key = "kX2r9fWQm0b1ZzP7vJ4cT8sLhD3nGyUeA6iOoRtYxEw";
        var salt = RandomNumberGenerator.GetBytes(16);
        var hash = SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(Key)]);
        var keys = new KeyRing();

        keys.Load([Options("ann", "Operator", salt, hash), Options("bob", "viewer", RandomNumberGenerator.GetBytes(16), hash)]);

        Assert.Equal(new Caller("ann", Role.Operator), keys.Find(Key));
        Assert.Null(keys.Find(Key + "x"));
        Assert.Null(keys.Find(""));
        Assert.Null(keys.Find(new string('x', 100_000)));
    }

    /// <summary>What stands for a key must last over a start and in every process, or sessions would end with each.</summary>
    [Fact]
    public void Key_has_the_same_id_in_every_ring_and_its_owner_is_found_by_it_for_as_long_as_it_is_known()
    {
        const string Key = "kX2r9fWQm0b1ZzP7vJ4cT8sLhD3nGyUeA6iOoRtYxEw";
        var salt = RandomNumberGenerator.GetBytes(16);
        var configured = Options("ann", "Operator", salt, SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(Key)]));
        var (one, other, added) = (new KeyRing(), new KeyRing(), new KeyRing());
        one.Load([configured]);
        other.Load([Options("bob", "viewer", salt, new byte[32]), configured]);
        added.Add(Key, new("dev", Role.Editor));
        var again = new KeyRing();
        again.Add(Key, new("dev", Role.Editor));

        var id = one.IdOf(Key);

        Assert.NotNull(id);
        Assert.Equal(id, other.IdOf(Key));
        Assert.Equal(new Caller("ann", Role.Operator), other.FindById(id));
        Assert.Equal(added.IdOf(Key), again.IdOf(Key));
        Assert.Null(one.IdOf(Key + "x"));
        Assert.Null(one.IdOf(""));
        Assert.DoesNotContain(Key, id, StringComparison.Ordinal);
        one.Load([]);
        Assert.Null(one.FindById(id));
    }

    /// <summary>A session would have another role than the key that made it.</summary>
    [Fact]
    public void Key_of_two_entries_has_the_same_owner_by_itself_and_by_its_id()
    {
        const string Key = "kX2r9fWQm0b1ZzP7vJ4cT8sLhD3nGyUeA6iOoRtYxEw";
        var (one, other) = (RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(16));
        var keys = new KeyRing();

        keys.Load([Options("ann", "editor", one, KeyRing.HashOf(one, Key)), Options("victor", "viewer", other, KeyRing.HashOf(other, Key))]);

        Assert.Equal(keys.Find(Key), keys.FindById(keys.IdOf(Key)!));
    }

    [Fact]
    public void Salt_and_hash_of_two_entries_are_a_fault_and_one_of_the_two_is_none()
    {
        var (salt, hash) = (RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(32));
        var first = Options("ann", "editor", salt, hash);

        Assert.Equal(
            ["Security:Keys:2:Hash is, with its Salt, that of an entry before it, of 'ann': a key has one name and one role. Remove one of the two, or make another key with 'flows keys new'."],
            new SecurityOptions { Keys = [first, Options("bob", "viewer", salt, new byte[32]), Options("victor", "viewer", salt, hash)] }.Faults());
        Assert.Empty(new SecurityOptions { Keys = [first, Options("ann", "editor", new byte[16], hash), Options("ann", "editor", salt, new byte[32])] }.Faults());
    }

    [Fact]
    public void Seal_is_of_its_content_and_of_a_key_that_is_known()
    {
        var (one, other) = (new KeyRing(), new KeyRing());
        one.Add("key", new("ann", Role.Viewer));
        one.Add("another", new("bob", Role.Viewer));
        other.Add("another", new("bob", Role.Viewer));
        var seal = one.Seal(one.IdOf("key")!, "content"u8)!;

        Assert.True(one.IsSealed("content"u8, seal));
        Assert.False(one.IsSealed("Content"u8, seal));
        Assert.False(one.IsSealed("content"u8, [.. seal[..^1], (byte)(seal[^1] ^ 1)]));
        Assert.False(other.IsSealed("content"u8, seal));
        Assert.False(new KeyRing().IsSealed("content"u8, seal));
        Assert.True(other.IsSealed("content"u8, one.Seal(one.IdOf("another")!, "content"u8)!));
        Assert.Null(other.Seal(one.IdOf("key")!, "content"u8));
    }

    [Fact]
    public void Validation_lists_every_fault()
    {
        var options = new SecurityOptions { Keys = [new(), new() { Name = "ann", Role = "2", Salt = "AAAA", Hash = "!" }] };

        Assert.Equal(
            ["0:Name", "0:Role", "0:Salt", "0:Hash", "1:Role", "1:Salt", "1:Hash"],
            options.Faults().Select(fault => fault["Security:Keys:".Length..].Split(' ')[0]));
    }

    [Fact]
    public void Valid_options_pass()
    {
        var options = new SecurityOptions { Keys = [Options("ann", "editor", new byte[16], new byte[32])] };

        Assert.Empty(options.Faults());
        Assert.Empty(new SecurityOptions().Faults());
    }

    private static KeyOptions Options(string name, string role, byte[] salt, byte[] hash) =>
        new() { Name = name, Role = role, Salt = Convert.ToBase64String(salt), Hash = Convert.ToBase64String(hash) };
}
