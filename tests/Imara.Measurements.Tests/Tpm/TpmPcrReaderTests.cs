using System.Buffers.Binary;
using Imara.Measurements.Replay;
using Imara.Measurements.Tpm;

namespace Imara.Measurements.Tests.Tpm;

public class TpmPcrReaderTests
{
    private readonly List<TimeSpan> pauses = [];

    // docs/reference/attestation.md 2.1, 2.2.
    [Fact]
    public void Commands_have_the_bytes_of_the_reference()
    {
        Assert.Equal("8001000000160000017a000000050000000000000001", Convert.ToHexStringLower(TpmCommands.GetBanks()));
        Assert.Equal(
            "80010000001a0000017e00000002000b03000400000403ff0000",
            Convert.ToHexStringLower(TpmCommands.PcrRead([new PcrSelection(0x0b, 0x400), new PcrSelection(0x04, 0xff)])));
    }

    [Fact]
    public void Banks_that_are_not_allocated_are_left_out()
    {
        var answer = Convert.FromHexString("80010000002b0000000000000000050000000400" + "0403ffffff000b03ffffff000c03ffffff000d03000000");
        Assert.True(TpmAnswers.TryReadBanks(answer, out var banks));
        Assert.Equal([0x04, 0x0b, 0x0c], banks.Select(bank => (int)bank.Algorithm));
    }

    [Fact]
    public void Every_PCR_of_every_bank_is_read_eight_at_a_time()
    {
        var tpm = new FakeTpm();
        Assert.True(new TpmPcrReader(tpm.Exchange, pauses.Add).TryRead(out var values, out var reason), reason);
        Assert.Equal([HashAlgo.Sha1, HashAlgo.Sha256], values.Banks.Select(bank => bank.Algo));
        Assert.All(values.Banks, bank => Assert.Equal(Enumerable.Range(0, 24), bank.Pcrs));
        Assert.True(values.Find(HashAlgo.Sha256)!.TryGet(23, out var value));
        Assert.Equal(FakeTpm.ValueOf(0x0b, 23), value.ToArray());
        Assert.Equal(1 + (48 / 8), tpm.Commands);
        Assert.Empty(pauses);
    }

    [Theory]
    [InlineData(0x922)]
    [InlineData(0x90a)]
    [InlineData(0x908)]
    public void A_TPM_that_is_busy_is_asked_again(int code)
    {
        var tpm = new FakeTpm { Refusals = 3, Refusal = (uint)code };
        Assert.True(new TpmPcrReader(tpm.Exchange, pauses.Add).TryRead(out _, out _));
        Assert.Equal([10, 20, 40], pauses.Select(pause => pause.TotalMilliseconds));
    }

    [Theory]
    [InlineData(0x922, true)]
    [InlineData(0x921, false)]
    [InlineData(0x101, false)]
    public void It_is_not_asked_for_ever_and_only_where_that_can_help(int code, bool isAskedAgain)
    {
        var tpm = new FakeTpm { Refusals = int.MaxValue, Refusal = (uint)code };
        Assert.False(new TpmPcrReader(tpm.Exchange, pauses.Add).TryRead(out _, out var reason));
        Assert.Equal($"the TPM refused with code 0x{code:x3}", reason);
        Assert.Equal(isAskedAgain, pauses.Count > 0);
        Assert.InRange(pauses.Sum(pause => pause.TotalMilliseconds), isAskedAgain ? 4000 : 0, 5500);
    }

    [Fact]
    public void Values_of_two_moments_are_never_mixed()
    {
        var tpm = new FakeTpm { MovesAt = 4 };
        Assert.True(new TpmPcrReader(tpm.Exchange, pauses.Add).TryRead(out var values, out _));
        Assert.All(values.Banks, bank => Assert.Equal(24, bank.Pcrs.Count()));
        Assert.True(tpm.Commands > 7);
        Assert.False(new TpmPcrReader(new FakeTpm { AlwaysMoves = true }.Exchange, pauses.Add).TryRead(out _, out var reason));
        Assert.Equal("the PCRs changed each time while they were read", reason);
    }

    [Fact]
    public void No_cut_and_no_changed_byte_of_an_answer_throws_or_is_taken_for_values_of_another_bank()
    {
        new FakeTpm().Exchange(TpmCommands.PcrRead([new PcrSelection(0x0b, 0xff)]), out var answer, out _);
        for (var at = 0; at < answer.Length; at++)
        {
            Assert.False(TpmAnswers.TryReadPcrs(answer.AsSpan(0, at), out _, out _, out _));
            var changed = answer.ToArray();
            changed[at] ^= 0xff;
            TpmAnswers.TryReadPcrs(changed, out _, out _, out _);
            TpmAnswers.TryReadBanks(changed, out _);
        }
    }

    // As libtpms answers: eight digests a call, the first ones in the order of the request.
    private sealed class FakeTpm
    {
        private uint counter = 7;

        public int Refusals { get; set; }

        public uint Refusal { get; init; }

        public int MovesAt { get; init; }

        public bool AlwaysMoves { get; init; }

        public int Commands { get; private set; }

        public static byte[] ValueOf(int algorithm, int pcr) => [.. Enumerable.Repeat((byte)((algorithm << 5) + pcr), algorithm == 0x04 ? 20 : 32)];

        public bool Exchange(ReadOnlySpan<byte> command, out byte[] response, out string reason)
        {
            reason = string.Empty;
            Commands++;
            if (Refusals-- > 0)
            {
                response = [0x80, 0x01, 0, 0, 0, 10, .. Number(Refusal)];
                return true;
            }

            counter += AlwaysMoves || Commands == MovesAt ? 1u : 0;
            var body = BinaryPrimitives.ReadUInt32BigEndian(command[6..]) == 0x17a
                ? [0, .. Number(5), .. Number(2), 0, 0x04, 3, 255, 255, 255, 0, 0x0b, 3, 255, 255, 255]
                : Read(command[10..]);
            response = [0x80, 0x01, .. Number((uint)(10 + body.Length)), 0, 0, 0, 0, .. body];
            return true;
        }

        private byte[] Read(ReadOnlySpan<byte> selections)
        {
            var banks = new MemoryStream();
            var digests = new MemoryStream();
            var count = 0;
            var number = (int)BinaryPrimitives.ReadUInt32BigEndian(selections);
            for (var i = 0; i < number; i++)
            {
                var bank = selections.Slice(4 + (6 * i), 6);
                var read = new byte[3];
                for (var pcr = 0; pcr < 24 && count < 8; pcr++)
                {
                    if ((bank[3 + (pcr / 8)] & 1 << (pcr % 8)) != 0)
                    {
                        read[pcr / 8] |= (byte)(1 << (pcr % 8));
                        var value = ValueOf(bank[1], pcr);
                        digests.Write([0, (byte)value.Length, .. value]);
                        count++;
                    }
                }

                banks.Write([bank[0], bank[1], 3, .. read]);
            }

            return [.. Number(counter), .. Number((uint)number), .. banks.ToArray(), .. Number((uint)count), .. digests.ToArray()];
        }

        private static byte[] Number(uint value)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
            return bytes;
        }
    }
}
