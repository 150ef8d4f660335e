using FlowFunctions.Http;
using FlowFunctions.Security;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Tests.Security;

/// <summary>Each rule of a key's settings at its bound, with what is said of it; where a key is looked for; whose it is.</summary>
public class KeyOptionsTests
{
    private const string NameFault = "characters.";
    private const string RoleFault = "set it to viewer, operator or editor.";
    private const string SaltFault = "set it to 16 random bytes or more in Base64, or make the key with 'flows keys new'.";
    private const string HashFault =
        "set it to the SHA-256 of the salt's bytes followed by the key, 32 bytes in Base64, or make the key with 'flows keys new'.";

    private static string Bytes(int length) => Convert.ToBase64String(new byte[length]);

    public static TheoryData<string, string, string?> Values => new()
    {
        { "Name", "a", null },
        { "Name", new string('a', 200), null },
        { "Name", new string('a', 201), $"Name is too long; name the caller in 1 to 200 {NameFault}" },
        { "Name", "", $"Name is missing; name the caller in 1 to 200 {NameFault}" },
        { "Name", " ", $"Name is missing; name the caller in 1 to 200 {NameFault}" },
        { "Role", "VIEWER", null },
        { "Role", "", $"Role is missing; {RoleFault}" },
        { "Role", "root", $"Role is 'root'; {RoleFault}" },
        { "Role", "0", $"Role is '0'; {RoleFault}" },
        { "Role", "operator,editor", $"Role is 'operator,editor'; {RoleFault}" },
        { "Salt", Bytes(16), null },
        { "Salt", Bytes(17), null },
        { "Salt", Bytes(15), $"Salt is no such value; {SaltFault}" },
        { "Salt", "!", $"Salt is no such value; {SaltFault}" },
        { "Salt", "", $"Salt is missing; {SaltFault}" },
        { "Hash", Bytes(32), null },
        { "Hash", Bytes(31), $"Hash is no such value; {HashFault}" },
        { "Hash", Bytes(33), $"Hash is no such value; {HashFault}" },
        { "Hash", "", $"Hash is missing; {HashFault}" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Setting_of_a_key_is_taken_up_to_its_bound(string name, string value, string? fault)
    {
        var key = new KeyOptions { Name = "ann", Role = "viewer", Salt = Bytes(16), Hash = Bytes(32) };
        typeof(KeyOptions).GetProperty(name)!.SetValue(key, value);
        var options = new SecurityOptions { Keys = [key] };

        Assert.Equal(fault is null ? [] : [$"Security:Keys:0:{fault}"], options.Faults());
    }

    [Fact]
    public void Key_of_which_nothing_is_set_misses_all() => Assert.Equal(
        ["Name is missing", "Role is missing", "Salt is missing", "Hash is missing"],
        new KeyOptions().Faults().Select(fault => fault.Split(';')[0]));

    [Theory]
    [InlineData(1, true)]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void Key_has_1024_characters_at_most(int length, bool isFound)
    {
        var keys = new KeyRing();
        var key = new string('k', length);
        keys.Add(key, new Caller("ann", Role.Viewer));

        Assert.Equal(isFound ? "ann" : null, keys.Find(key)?.Name);
    }

    [Fact]
    public void Key_of_no_length_is_nobody_s()
    {
        var keys = new KeyRing();
        keys.Add("", new Caller("ann", Role.Viewer));

        Assert.Null(keys.Find(""));
    }

    [Fact]
    public void Key_that_is_added_leaves_the_others_and_keys_that_are_loaded_replace_them()
    {
        var keys = new KeyRing();
        Assert.True(keys.IsEmpty);

        keys.Add("a", new Caller("ann", Role.Viewer));
        keys.Add("b", new Caller("bob", Role.Editor));
        Assert.False(keys.IsEmpty);
        Assert.Equal((new Caller("ann", Role.Viewer), new Caller("bob", Role.Editor)), (keys.Find("a"), keys.Find("b")));

        keys.Load([]);
        Assert.True(keys.IsEmpty);
    }

    [Fact]
    public void Name_of_a_loaded_key_is_trimmed()
    {
        var keys = new KeyRing();
        var salt = new byte[16];
        keys.Load([Options(" ann ", "viewer", Convert.ToBase64String(salt), Convert.ToBase64String(KeyRing.HashOf(salt, "k")))]);

        Assert.Equal(new Caller("ann", Role.Viewer), keys.Find("k"));
    }

    [Theory]
    [InlineData("root", "AAAA", "AAAA")]
    [InlineData("viewer", "!", "AAAA")]
    [InlineData("viewer", "AAAA", "!")]
    public void Key_that_is_not_valid_is_not_loaded(string role, string salt, string hash) =>
        Assert.Throws<ArgumentException>(() => new KeyRing().Load([Options("ann", role, salt, hash)]));

    [Theory]
    [InlineData("AnaplanAuthToken k", null, "k")]
    [InlineData("bearer  k ", null, "k")]
    [InlineData("Bearer k", "f", "k")]
    [InlineData("Basic k", "f", "f")]
    [InlineData("Bearer", "f", "f")]
    [InlineData("k Bearer ", null, null)]
    [InlineData(null, "f", "f")]
    [InlineData(null, null, null)]
    public void Key_is_taken_from_Authorization_else_from_the_header_of_Functions(string? authorization, string? functions, string? key)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Authorization = authorization;
        if (functions is not null)
        {
            request.Headers["x-functions-key"] = functions;
        }

        Assert.Equal(key, Credential.Of(request));
    }

    [Fact]
    public void Caller_of_a_request_is_the_one_that_was_set_and_nobody_before()
    {
        var http = new DefaultHttpContext();
        Assert.Throws<InvalidOperationException>(() => http.Request.Caller());

        http.SetCaller(new Caller("ann", Role.Viewer));

        Assert.Equal(new Caller("ann", Role.Viewer), http.Request.Caller());
    }

    private static KeyOptions Options(string name, string role, string salt, string hash) =>
        new() { Name = name, Role = role, Salt = salt, Hash = hash };
}
