using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Imara.Evaluation.Hooks;
using Imara.Linux.Tests;
using Imara.Runtime.Executions;

namespace Imara.Runtime.Tests.Executions;

public class ProgramImageTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void The_interpreter_is_found_in_either_class_and_byte_order(byte width, bool big)
    {
        var image = ProgramImage.Read(new BytesContent(Elf(width, big, "/lib/ld.so.1", 0x200)));
        Assert.Equal(ProgramFormat.Elf, image.Format);
        Assert.Equal("/lib/ld.so.1", Encoding.ASCII.GetString(image.Interpreter));
    }

    [Fact]
    public void The_interpreter_may_lie_far_behind_the_beginning()
    {
        var image = ProgramImage.Read(new BytesContent(Elf(2, false, "/lib/ld.so.1", 0x20000)));
        Assert.Equal("/lib/ld.so.1", Encoding.ASCII.GetString(image.Interpreter));
    }

    [Fact]
    public void A_real_program_names_what_readelf_prints()
    {
        var printed = Shell.Run("python3 - <<'E'\nimport re\nprint(re.search(rb'/[!-~]*ld-linux[!-~]*', open('/bin/true','rb').read()).group().decode())\nE");
        var image = ProgramImage.Read(new BytesContent(File.ReadAllBytes("/bin/true")));
        Assert.Equal(printed, Encoding.ASCII.GetString(image.Interpreter));
    }

    [Fact]
    public void Scripts_and_other_files_have_no_interpreter_of_this_kind()
    {
        Assert.Equal(ProgramFormat.Script, ProgramImage.Read(new BytesContent("#!/bin/sh\n"u8.ToArray())).Format);
        Assert.Equal(ProgramFormat.Other, ProgramImage.Read(new BytesContent([])).Format);
        Assert.Equal(ProgramFormat.Other, ProgramImage.Read(new BytesContent("ELF"u8.ToArray())).Format);
        Assert.Equal(ProgramFormat.Elf, ProgramImage.Read(new BytesContent("\x7f"u8.ToArray().Concat("ELF"u8.ToArray()).ToArray())).Format);
    }

    [Fact]
    public void A_damaged_program_never_throws_and_names_no_path_that_is_not_in_it() =>
        Gen.Select(Gen.Bool, Gen.Int[4, 100], Gen.Byte.Array[1, 16]).Sample((big, at, damage) =>
        {
            var bytes = Elf(2, big, "/lib/ld.so.1", 0x100);
            damage.CopyTo(bytes.AsSpan(at));
            var image = ProgramImage.Read(new BytesContent(bytes));
            return image.Interpreter.Length == 0 || bytes.AsSpan().IndexOf(image.Interpreter) >= 0;
        });

    // A header, one entry that is not PT_INTERP, one that is, and the path.
    private static byte[] Elf(byte width, bool big, string path, int pathAt)
    {
        var wide = width == 2;
        var bytes = new byte[pathAt + path.Length + 1];
        "\x7f"u8.CopyTo(bytes);
        "ELF"u8.CopyTo(bytes.AsSpan(1));
        bytes[4] = width;
        bytes[5] = (byte)(big ? 2 : 1);
        var size = wide ? 56 : 32;
        Word(wide ? 32 : 28, 64);
        Half(wide ? 54 : 42, (ushort)size);
        Half(wide ? 56 : 44, 2);
        Number(64, 6);
        Number(64 + size, 3);
        Word(64 + size + (wide ? 8 : 4), (ulong)pathAt);
        Word(64 + size + (wide ? 32 : 16), (ulong)path.Length + 1);
        Encoding.ASCII.GetBytes(path).CopyTo(bytes, pathAt);
        return bytes;

        void Half(int at, ushort value)
        {
            if (big)
            {
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), value);
            }
            else
            {
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), value);
            }
        }

        void Number(int at, uint value)
        {
            if (big)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), value);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
            }
        }

        void Word(int at, ulong value)
        {
            if (!wide)
            {
                Number(at, (uint)value);
            }
            else if (big)
            {
                BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(at), value);
            }
            else
            {
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), value);
            }
        }
    }
}
