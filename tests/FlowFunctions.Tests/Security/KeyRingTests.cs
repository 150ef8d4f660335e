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
