using System.Text;
using Imara.Linux.Interop;

namespace Imara.Linux.Keyrings;

/// <summary>Keys that the kernel keeps.</summary>
public static unsafe class KernelKeys
{
    /// <summary>Adds a key to a keyring, or updates the one of the same type and description.</summary>
    /// <param name="type">Such as <c>asymmetric</c> or <c>user</c>, ASCII.</param>
    /// <param name="description">Its name; empty where the type makes one from the payload.</param>
    /// <param name="payload">What the type wants: DER for <c>asymmetric</c>.</param>
    /// <param name="keyring">Serial number of the keyring, or -1 to -6 for those of the process.</param>
    /// <param name="serial">Serial number of the key; 0 on failure.</param>
    /// <returns>ENOKEY if the keyring takes only signed certificates and this one is not; EBADMSG, ENOPKG for what cannot be read, and what else add_key(2) says.</returns>
    public static Errno Add(string type, string description, ReadOnlySpan<byte> payload, int keyring, out int serial)
    {
        var typeBytes = Encoding.UTF8.GetBytes(type + "\0");
        var descriptionBytes = Encoding.UTF8.GetBytes(description + "\0");
        serial = 0;
        fixed (byte* typeAt = typeBytes, descriptionAt = descriptionBytes, payloadAt = payload)
        {
            var result = Libc.AddKey(typeAt, descriptionAt, payloadAt, (nuint)payload.Length, keyring);
            if (result < 0)
            {
                return Libc.LastErrno;
            }

            serial = (int)result;
            return Errno.None;
        }
    }
}
