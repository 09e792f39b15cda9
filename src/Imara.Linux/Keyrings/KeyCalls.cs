using System.Runtime.InteropServices;
using Imara.Linux.Interop;

namespace Imara.Linux.Keyrings;

/// <summary>add_key(2) and keyctl(2).</summary>
public static unsafe class KeyCalls
{
    /// <summary>The user's own keyring, <c>@u</c>.</summary>
    public const int UserKeyring = -4;

    /// <summary>The session's keyring, <c>@s</c>.</summary>
    public const int SessionKeyring = -3;

    /// <summary>The keyring of this process, <c>@p</c>; gone when it ends.</summary>
    public const int ProcessKeyring = -2;

    private const int GetKeyringId = 0;
    private const int JoinSessionKeyring = 1;
    private const int DescribeKey = 6;
    private const int LinkKey = 8;
    private const int UnlinkKey = 9;
    private const int SearchKeyring = 10;
    private const int ReadKey = 11;
    private const int MaxDescription = 4096;
    private const int MaxKeyring = 1 << 20;

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    private static nint AddKeyNumber => IsArm ? 217 : 248;

    private static nint KeyctlNumber => IsArm ? 219 : 250;

    /// <summary>Adds a key to a keyring, or updates the one of the same type and description.</summary>
    /// <param name="type">Such as <c>asymmetric</c>, <c>keyring</c> or <c>user</c>.</param>
    /// <param name="description">Empty: the type makes one from the payload.</param>
    /// <param name="payload">The key; at most 1 MiB.</param>
    /// <param name="keyring">Serial number, or one of the special ones.</param>
    /// <param name="serial">Serial number of the key.</param>
    /// <returns>What add_key(2) says.</returns>
    public static Errno Add(ReadOnlySpan<byte> type, ReadOnlySpan<byte> description, ReadOnlySpan<byte> payload, int keyring, out int serial)
    {
        fixed (byte* typeAt = Terminated(type))
        fixed (byte* descriptionAt = description.IsEmpty ? null : Terminated(description))
        fixed (byte* payloadAt = payload)
        {
            return Answer(Libc.Syscall(AddKeyNumber, (nint)typeAt, (nint)descriptionAt, (nint)payloadAt, payload.Length, keyring), out serial);
        }
    }

    /// <summary>Searches a keyring and those it links to.</summary>
    /// <returns>ENOKEY if there is none, EACCES if the keyring may not be searched.</returns>
    public static Errno Search(int keyring, ReadOnlySpan<byte> type, ReadOnlySpan<byte> description, out int serial)
    {
        fixed (byte* typeAt = Terminated(type))
        fixed (byte* descriptionAt = Terminated(description))
        {
            return Keyctl(SearchKeyring, keyring, (nint)typeAt, (nint)descriptionAt, 0, out serial);
        }
    }

    /// <summary>The serial number behind a special one; a user's or session's keyring is made if it does not exist.</summary>
    public static Errno Resolve(int special, out int serial) => Keyctl(GetKeyringId, special, 1, 0, 0, out serial);

    /// <summary>Gives the calling thread, and what it starts from now on, an empty session keyring of its own.</summary>
    public static Errno JoinNewSession() => Keyctl(JoinSessionKeyring, 0, 0, 0, 0, out _);

    /// <summary>Adds a key that exists to a keyring; who can reach a keyring from one of its own possesses it.</summary>
    public static Errno Link(int serial, int keyring) => Keyctl(LinkKey, serial, keyring, 0, 0, out _);

    /// <summary>Removes a key from a keyring.</summary>
    public static Errno Unlink(int serial, int keyring) => Keyctl(UnlinkKey, serial, keyring, 0, 0, out _);

    /// <summary>Type, owner, permissions and description: <c>type;uid;gid;perm;description</c>.</summary>
    public static Errno Describe(int serial, out byte[] text)
    {
        var buffer = new byte[MaxDescription];
        int length;
        Errno error;
        fixed (byte* at = buffer)
        {
            error = Keyctl(DescribeKey, serial, (nint)at, buffer.Length, 0, out length);
        }

        text = error == Errno.None ? buffer[..Math.Min(Math.Max(length - 1, 0), buffer.Length)] : [];
        return error;
    }

    /// <summary>The serial numbers of the keys in a keyring.</summary>
    /// <returns>EACCES without the permission to read it.</returns>
    public static Errno Members(int keyring, out int[] serials)
    {
        serials = [];
        for (var size = 1024; size <= MaxKeyring; size *= 8)
        {
            var buffer = new int[size / sizeof(int)];
            int length;
            Errno error;
            fixed (int* at = buffer)
            {
                error = Keyctl(ReadKey, keyring, (nint)at, size, 0, out length);
            }

            if (error != Errno.None)
            {
                return error;
            }

            if (length <= size)
            {
                serials = buffer[..(length / sizeof(int))];
                return Errno.None;
            }
        }

        return Errno.ENOMEM;
    }

    private static Errno Keyctl(int operation, nint first, nint second, nint third, nint fourth, out int answer) =>
        Answer(Libc.Syscall(KeyctlNumber, operation, first, second, third, fourth), out answer);

    private static Errno Answer(nint result, out int answer)
    {
        answer = result < 0 ? 0 : (int)result;
        return result < 0 ? Libc.LastErrno : Errno.None;
    }

    private static byte[] Terminated(ReadOnlySpan<byte> text) => [.. text, 0];
}
