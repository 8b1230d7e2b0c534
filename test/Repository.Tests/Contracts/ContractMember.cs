using System.Reflection;

namespace Keeper.Repository.Tests.Contracts;

/// <summary>Something that a record holds.</summary>
/// <param name="Member">The property, or the field where no property stands for it.</param>
/// <param name="Type">Its type.</param>
internal sealed record ContractMember(MemberInfo Member, Type Type)
{
    public string Name => Member.Name;

    /// <summary>Its number on the wire; <see langword="null"/> without one, and then it does not travel.</summary>
    public object? Id => GrainContract.Argument(Member, "IdAttribute");

    /// <summary>Whether it can be changed once the record is made.</summary>
    public bool CanBeSet => Member switch
    {
        PropertyInfo { SetMethod: { } set } => !set.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit"),
        FieldInfo own => !own.IsInitOnly,
        _ => false,
    };
}
