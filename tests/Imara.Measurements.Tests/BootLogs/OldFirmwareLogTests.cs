using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Imara.Measurements.BootLogs;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests.BootLogs;

/// <summary>Logs of machines with TPM 1.2.</summary>
public class OldFirmwareLogTests
{
    private static readonly byte[] Log =
        [.. Event(0, 8, "a"u8), .. Event(0, 8, "b"u8), .. Event(4, 8, "c"u8), .. Event(7, 8, "d"u8), .. Event(8, 8, "e"u8)];

    [Fact]
    public void A_log_leaves_the_PCRs_that_evmctl_finds()
    {
        Assert.True(TryReplay(Log, out var bank, out _));

        // What evmctl 1.4 prints for this log.
        Assert.Equal("sha1:64c5b098219842cfb976f0180e4411c0af6c2660", BootAggregate.ComputeSha1([bank]).ToString());
    }

    [Fact]
    public void An_event_without_action_was_not_extended()
    {
        Assert.True(TryReplay(Log, out var bank, out _));
        Assert.True(TryReplay([.. Event(0, 3, "Spec ID"u8), .. Log], out var same, out _));
        Assert.Equal(BootAggregate.ComputeSha1([bank]), BootAggregate.ComputeSha1([same]));
    }

    [Fact]
    public void A_log_cut_anywhere_but_behind_an_event_is_refused_with_its_offset()
    {
        for (var length = 0; length < Log.Length; length++)
        {
            var isWhole = length > 0 && length % 33 == 0;
            Assert.Equal(isWhole, TryReplay(Log.AsSpan(0, length), out var bank, out var error));
            Assert.Equal(isWhole, bank is not null);
            Assert.InRange(error.Offset, 0, length);
        }
    }

    [Fact]
    public void A_PCR_that_no_TPM_has_is_refused()
    {
        Assert.False(TryReplay([.. Log, .. Event(24, 8, "x"u8)], out _, out var error));
        Assert.Equal(Log.Length, error.Offset);
    }

    private static bool TryReplay(ReadOnlySpan<byte> content, [NotNullWhen(true)] out BankValues? bank, out FormatError error)
    {
        bank = FirmwareLog.TryRead(content, out var log, out error) ? new BootEvidence { Firmware = log }.ReplayFirmware().Find(HashAlgo.Sha1) : null;
        return bank is not null;
    }

    private static byte[] Event(uint pcr, uint type, ReadOnlySpan<byte> data)
    {
        var bytes = new byte[32 + data.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, pcr);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), type);
        SHA1.HashData(data, bytes.AsSpan(8));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), (uint)data.Length);
        data.CopyTo(bytes.AsSpan(32));
        return bytes;
    }
}
