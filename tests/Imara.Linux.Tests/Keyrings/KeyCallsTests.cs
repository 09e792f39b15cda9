using System.Text;
using Imara.Linux.Keyrings;

namespace Imara.Linux.Tests.Keyrings;

/// <summary>The running kernel's keyrings, in a keyring of the test's own inside @u.</summary>
public sealed class KeyCallsTests : IDisposable
{
    private readonly byte[] name = Encoding.ASCII.GetBytes($"imara-test-{Environment.ProcessId}");
    private readonly int ring;

    public KeyCallsTests() => Assert.Equal(Errno.None, KeyCalls.Add("keyring"u8, name, [], KeyCalls.UserKeyring, out ring));

    public void Dispose() => KeyCalls.Unlink(ring, KeyCalls.UserKeyring);

    [Fact]
    public void A_keyring_is_found_by_name_and_by_number()
    {
        Assert.Equal(Errno.None, KeyringSearch.Find(Encoding.ASCII.GetString(name), out var byName));
        Assert.Equal(Errno.None, KeyringSearch.Find($"0x{ring:x}", out var byHex));
        Assert.Equal(Errno.None, KeyringSearch.Find($"{ring}", out var byNumber));
        Assert.Equal((ring, ring, ring), (byName, byHex, byNumber));
        Assert.Equal(Errno.ENOKEY, KeyringSearch.Find("imara-no-such-keyring", out _));
        Assert.Equal(Errno.EINVAL, KeyringSearch.Find("@x", out _));
        Assert.Equal(Errno.None, KeyringSearch.Find("@u", out var user));
        Assert.True(user > 0);
    }

    [Fact]
    public void It_is_described_as_it_was_made()
    {
        Assert.Equal(Errno.None, KeyDescription.Read(ring, out var about));
        Assert.Equal(("keyring", Encoding.ASCII.GetString(name)), (about!.Type, Encoding.ASCII.GetString(about.Description.Span)));
        Assert.Equal(Errno.None, KeyringSearch.ReadAll(out var all));
        Assert.Contains(all, key => key.Serial == ring && key.IsKeyring && key.Name.Span.SequenceEqual(name));
    }

    [Fact]
    public void What_the_kernel_refuses_comes_back_as_its_number()
    {
        Assert.Equal(Errno.ENOKEY, KeyDescription.Read(int.MaxValue, out _));
        Assert.NotEqual(Errno.None, KeyCalls.Add("asymmetric"u8, [], "no certificate"u8, KeyCalls.UserKeyring, out var serial));
        Assert.Equal(0, serial);
    }
}
