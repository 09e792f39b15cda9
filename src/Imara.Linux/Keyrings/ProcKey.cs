namespace Imara.Linux.Keyrings;

/// <summary>A line of /proc/keys.</summary>
/// <param name="Serial">Serial number.</param>
/// <param name="Flags">Seven letters or dashes: instantiated, revoked, dead, in quota, under construction, negative, invalidated.</param>
/// <param name="Expiry"><c>perm</c>, <c>expd</c>, or the time left.</param>
/// <param name="Permissions">As keyctl(1) prints them, possessor in the highest byte.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group; -1 for none.</param>
/// <param name="Type">The type, cut to nine bytes by the kernel: <c>asymmetri</c>.</param>
/// <param name="Description">The description, and what the type says behind it.</param>
/// <remarks>proc_keys(5).</remarks>
public sealed record ProcKey(int Serial, string Flags, string Expiry, uint Permissions, uint Uid, int Gid, string Type, ReadOnlyMemory<byte> Description)
{
    /// <summary>True for a keyring, whose line ends in <c>: N</c> or <c>: empty</c>.</summary>
    public bool IsKeyring => Type == "keyring";

    /// <summary>The description without what the type says behind the last colon.</summary>
    public ReadOnlyMemory<byte> Name
    {
        get
        {
            var colon = Description.Span.LastIndexOf(": "u8);
            return colon < 0 ? Description : Description[..colon];
        }
    }
}
