using System.Buffers.Binary;

namespace Imara.Measurements.Tpm;

/// <summary>The commands that read PCRs, as bytes; big-endian, without sessions.</summary>
/// <remarks>docs/reference/attestation.md 1.1, 2.1, 2.2.</remarks>
public static class TpmCommands
{
    private const ushort NoSessions = 0x8001;
    private const int HeaderSize = 10;
    private const int SelectSize = 3;

    /// <summary>TPM2_GetCapability for the banks and the PCRs that are allocated in each.</summary>
    public static byte[] GetBanks()
    {
        var command = Begin(HeaderSize + 12, 0x17a);
        BinaryPrimitives.WriteUInt32BigEndian(command.AsSpan(10), 5);
        BinaryPrimitives.WriteUInt32BigEndian(command.AsSpan(18), 1);
        return command;
    }

    /// <summary>TPM2_PCR_Read.</summary>
    /// <param name="wanted">Banks and their PCRs.</param>
    public static byte[] PcrRead(IReadOnlyList<PcrSelection> wanted)
    {
        var command = Begin(HeaderSize + 4 + (wanted.Count * (3 + SelectSize)), 0x17e);
        BinaryPrimitives.WriteUInt32BigEndian(command.AsSpan(HeaderSize), (uint)wanted.Count);
        var at = command.AsSpan(HeaderSize + 4);
        foreach (var bank in wanted)
        {
            BinaryPrimitives.WriteUInt16BigEndian(at, bank.Algorithm);
            at[2] = SelectSize;
            for (var i = 0; i < SelectSize; i++)
            {
                at[3 + i] = (byte)(bank.Pcrs >> (8 * i));
            }

            at = at[(3 + SelectSize)..];
        }

        return command;
    }

    private static byte[] Begin(int size, uint code)
    {
        var command = new byte[size];
        BinaryPrimitives.WriteUInt16BigEndian(command, NoSessions);
        BinaryPrimitives.WriteUInt32BigEndian(command.AsSpan(2), (uint)size);
        BinaryPrimitives.WriteUInt32BigEndian(command.AsSpan(6), code);
        return command;
    }
}
