"""The staff: accounts and their roles. Who keeps them without being a superuser can give roles, and nothing beyond roles."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from .. import roles

User = get_user_model()
admin.site.unregister(User)


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Superusers see every account and every right; others only accounts that have roles and no further right."""

    list_display = ["username", "first_name", "last_name", "email", "roles", "is_active"]
    list_filter = ["is_active", "groups"]
    show_full_result_count = False
    role_fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Personal info"), {"fields": ["first_name", "last_name", "email"]}),
        (_("Permissions"), {"fields": ["is_active", "is_staff", "groups"]}),
    ]

    @admin.display(description=_("roles"))
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all())

    def get_queryset(self, request):
        accounts = super().get_queryset(request).prefetch_related("groups")
        if request.user.is_superuser:
            return accounts
        beyond = Group.objects.exclude(name__in=roles.ROLES)
        return accounts.filter(is_superuser=False, user_permissions=None).exclude(groups__in=beyond)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or self._is_within_reach(request, obj))

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and (obj is None or self._is_within_reach(request, obj))

    def has_delete_permission(self, request, obj=None):
        """An account is closed by making it inactive: what it wrote keeps its name."""
        return request.user.is_superuser and super().has_delete_permission(request, obj)

    def get_fieldsets(self, request, obj=None):
        if obj is None or request.user.is_superuser:
            return super().get_fieldsets(request, obj)
        return self.role_fieldsets

    def get_list_filter(self, request):
        return UserAdmin.list_filter if request.user.is_superuser else ["is_active"]

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and not request.user.is_superuser:
            field.queryset = field.queryset.filter(name__in=roles.ROLES)
        return field

    def _is_within_reach(self, request, user):
        return request.user.is_superuser or self.get_queryset(request).filter(pk=user.pk).exists()
