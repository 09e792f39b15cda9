using System.Reflection;
using Imara.Failures;

namespace Imara.Architecture.Tests;

/// <summary>Sentences of the framework are for programmers: no room reads the text of an exception, but in one place.</summary>
public class ExceptionTextTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private const byte Call = 0x28;
    private const byte CallVirtual = 0x6F;

    [Fact]
    public void The_text_of_an_exception_is_read_in_one_place()
    {
        var readers =
            from room in PublicApi.Assemblies
            from type in room.GetTypes()
            where type != typeof(ForeignText)
            from method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared))
            where ReadsText(method)
            select $"{type.FullName}.{method.Name}";
        Assert.Empty(readers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void That_place_is_seen() => Assert.True(ReadsText(typeof(ForeignText).GetMethod(nameof(ForeignText.OfFault))!));

    private static bool ReadsText(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var i = 0; i + 4 < code.Length; i++)
        {
            if (code[i] is Call or CallVirtual && IsText(method, BitConverter.ToInt32(code, i + 1)))
            {
                return true;
            }
        }

        return false;
    }

    // Not every such byte begins a call: what resolves to something else, or to nothing, is none.
    private static bool IsText(MethodBase method, int token)
    {
        if (token >>> 24 is not (0x06 or 0x0A))
        {
            return false;
        }

        try
        {
            return method.Module.ResolveMethod(token, method.DeclaringType?.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null) is
            {
                Name: "get_Message", DeclaringType: { } owner
            } && typeof(Exception).IsAssignableFrom(owner);
        }
        catch (Exception error) when (error is ArgumentException or BadImageFormatException or MissingMemberException)
        {
            return false;
        }
    }
}
